/** The double as a bridge that runs elsewhere: started by the test, with the configuration its owner was given. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@partyline/connector';
import { doubleScript } from './double-program.ts';
import type { Scope } from './scope.ts';

export interface RemoteDouble {
  readonly process: ChildProcess;
  /** Ends it and waits until it has ended. */
  end(): Promise<void>;
}

/** @param folder its own, for its database */
export function startRemoteDouble(scope: Scope, folder: string, given: JsonObject, networkURL: string): RemoteDouble {
  const configPath = join(folder, 'config.json');
  const own = { network: { url: networkURL }, database: { uri: `file:${join(folder, 'own.db')}` } };
  writeFileSync(configPath, JSON.stringify({ ...given, ...own }), { mode: 0o600 });
  const process_ = spawn(process.execPath, [doubleScript, '-n', '-c', configPath], { stdio: 'ignore' });
  const end = async () => {
    if (process_.exitCode !== null || process_.signalCode !== null) return;
    const exited = once(process_, 'exit');
    process_.kill('SIGKILL');
    await exited;
  };
  scope.after(end);
  return { process: process_, end };
}
