/** The single checks of `doctor`. None of them changes anything, and none throws. */

import type { Account } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { isWell } from '../account-text.ts';
import { resolveDataDir } from '../data-dir.ts';
import { toFailure } from '../failure.ts';
import type { Globals } from '../globals.ts';
import { probe } from '../probe.ts';
import { findTarget } from '../target.ts';

export interface Finding {
  /** What was looked at: `node`, `server`, `token`, `account`, or a check of the data folder. */
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was found, and what to do when it is not `ok`. */
  readonly message: string;
}

const oldestNode = 24;

export function checkNode(version: string): Finding {
  return Number.parseInt(version, 10) >= oldestNode
    ? { check: 'node', level: 'ok', message: version }
    : { check: 'node', level: 'fail', message: `${version} is too old: install ${oldestNode} or newer.` };
}

export async function checkDataDir(globals: Globals): Promise<Finding[]> {
  try {
    const dataDir = await resolveDataDir(globals);
    const { inspectDataDir } = await import('@partyline/server');
    return [...(await inspectDataDir(dataDir, process.env['PARTYLINE_MASTER_KEY']))];
  } catch (error) {
    return [{ check: 'data folder', level: 'fail', message: toFailure(error).message }];
  }
}

/** Whether the server answers, and under both loopback families: clients that call `localhost` may try either first. */
export async function checkServer(globals: Globals): Promise<{ reachable: boolean; findings: Finding[] }> {
  try {
    const { url } = await findTarget(globals);
    const { hostname, port } = new URL(url);
    const families =
      hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]' ? ['127.0.0.1', '[::1]'] : [];
    const silent: string[] = [];
    for (const family of families) {
      if (!(await probe(`http://${family}:${port}`, 2_000))) silent.push(family);
    }
    const findings: Finding[] = [{ check: 'server', level: 'ok', message: `answers at ${url}` }];
    if (silent.length > 0) {
      const text = `does not answer at ${silent.join(' and ')} port ${port}: clients that call "localhost" may miss it. Start it without --host.`;
      findings.push({ check: 'loopback', level: 'warn', message: text });
    }
    return { reachable: true, findings };
  } catch (error) {
    return { reachable: false, findings: [{ check: 'server', level: 'fail', message: toFailure(error).message }] };
  }
}

/** Whether a call with a token works, and how the accounts are. */
export async function checkAccess(globals: Globals): Promise<Finding[]> {
  try {
    const accounts = await withClient(globals, ({ client }) => client.accounts.list());
    const whose = globals.token === undefined ? 'one made in the data folder' : 'the given one';
    const token: Finding = { check: 'token', level: 'ok', message: `${whose} works` };
    return [token, ...accounts.map(ofAccount)];
  } catch (error) {
    return [{ check: 'token', level: 'fail', message: toFailure(error).message }];
  }
}

function ofAccount({ accountID, status, statusText }: Account): Finding {
  if (isWell(status)) return { check: 'account', level: 'ok', message: `${accountID} is ${status}` };
  const level = status === 'disabled' || status === 'connecting' ? 'ok' : 'warn';
  return { check: 'account', level, message: `${accountID} is ${status}. ${statusText ?? advice[status] ?? ''}` };
}

/** Where the server gives no words of its own. */
const advice: Readonly<Partial<Record<Account['status'], string>>> = {
  connecting: 'Wait a moment.',
  disconnected: 'The server tries again by itself; look at the network, and at the log of the server.',
  connection_required: 'Sign in again with `partyline accounts add --account <account>`.',
  reconnect_required: 'Sign in again with `partyline accounts add --account <account>`.',
  attention_required: 'Look into the official app of the network.',
  disabled: 'Switch it on with `partyline accounts enable <account>`.',
};
