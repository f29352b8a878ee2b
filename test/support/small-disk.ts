/** A disk of a few megabytes that can be filled to the last byte: a tmpfs, which only root can mount. */

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly path: string;
  fill(): void;
  free(): void;
  end(): void;
}

/**
 * For the `skip` option of a test: `false` when such a disk can be had, else the line that says what it needs.
 *
 * @throws with `CI=true` when it cannot: there a test may not be skipped.
 */
export function requireSmallDisk(): string | false {
  try {
    smallDisk(1).end();
    return false;
  } catch {
    const reason = 'needs to mount a tmpfs: run it as root, on Linux';
    if (process.env['CI'] === 'true') throw new Error(reason);
    return reason;
  }
}

export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'partyline-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmSync(path, { recursive: true });
    throw error;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill() {
      const file = openSync(ballast, 'a');
      for (const bytes of [1 << 20, 1 << 12, 1]) writeUntilFull(file, Buffer.alloc(bytes));
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    end() {
      execFileSync('umount', ['--lazy', path], { stdio: 'pipe' });
      rmSync(path, { recursive: true });
    },
  };
}

function writeUntilFull(file: number, block: Buffer): void {
  for (;;) {
    try {
      writeSync(file, block);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
