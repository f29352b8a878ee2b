/** Whether a file is a bridge program that can be hosted, and which: `--version-json`, which every bridgev2 program knows. */

import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { fields, text } from '@partyline/matrix-content';
import { childEnvironment } from './environment.ts';

export interface ProgramIdentity {
  /** `mautrix-whatsapp` */
  readonly name: string;
  /** `whatsapp`: what `bridge.type` becomes. */
  readonly type: string;
  readonly version: string;
}

/** The file cannot be hosted; the message says why and what to do. */
class NotABridge extends Error {
  override readonly name = 'NotABridge';
}

const answerLimitMs = 10_000;
const run = promisify(execFile);

/** @throws NotABridge */
export async function identify(program: string): Promise<ProgramIdentity> {
  checkFile(program);
  const answer = await versionOf(program);
  const name = text(answer['Name']);
  const isBridge = text(fields(answer['Mautrix'])['Version']) !== undefined;
  if (name === undefined || !isBridge)
    throw new NotABridge(`${program} is a program, but not a mautrix bridge of the new kind (bridgev2).`);
  const type = typeOf(name);
  if (!/^[a-z][a-z0-9-]*$/.test(type))
    throw new NotABridge(`${program} calls itself "${name}", which cannot be used as a name.`);
  return { name, type, version: text(answer['FormattedVersion']) ?? text(answer['BaseVersion']) ?? 'unknown' };
}

/** `mautrix-whatsapp` → `whatsapp`, `dummybridge` → `dummy`. */
const typeOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/^mautrix-/, '')
    .replace(/-?bridge$/, '');

function checkFile(program: string): void {
  const stat = statSync(program, { throwIfNoEntry: false });
  if (stat === undefined) throw new NotABridge(`There is no file ${program}.`);
  if (!stat.isFile()) throw new NotABridge(`${program} is not a file.`);
  try {
    accessSync(program, constants.X_OK);
  } catch {
    throw new NotABridge(`${program} may not be run. Allow it with: chmod +x ${program}`);
  }
}

async function versionOf(program: string) {
  try {
    const options = {
      timeout: answerLimitMs,
      killSignal: 'SIGKILL',
      maxBuffer: 1024 * 1024,
      env: childEnvironment(),
    } as const;
    const { stdout } = await run(program, ['--version-json'], options);
    return fields(JSON.parse(stdout));
  } catch (error) {
    throw new NotABridge(
      `${program} is not a mautrix bridge for this machine: it does not answer --version-json (${reasonOf(error)}).`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SyntaxError) return 'what it prints is not JSON';
  if ('killed' in error && error.killed === true) return `no answer within ${answerLimitMs / 1_000} s`;
  if ('code' in error && typeof error.code === 'number') {
    const said = 'stderr' in error ? String(error.stderr).trim().split('\n')[0]?.slice(0, 200) : undefined;
    return `it ended with code ${error.code}${said ? `: ${said}` : ''}`;
  }
  if ('code' in error && error.code === 'ENOEXEC') return 'it is made for another kind of machine';
  return error.message.split('\n')[0] ?? 'no reason given';
}
