import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Process IDs of bridges that run on a data folder. */
export function bridgesOn(dataDir: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(join(dataDir, 'bridge-data')) && line.includes('double/program.ts'))
    .filter((line) => !line.includes('bridge-guard'))
    .map((line) => Number.parseInt(line, 10));
}
