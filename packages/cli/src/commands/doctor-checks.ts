/** The single checks of `doctor`. None of them changes anything, and none throws. */

import type { Account } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { isWell, remedy } from '../account-text.ts';
import { resolveDataDir, resolveSettings } from '../data-dir.ts';
import { toFailure } from '../failure.ts';
import type { Globals } from '../globals.ts';
import { isLoopbackName, samePlace } from '../loopback.ts';
import { defaultPort, probe, scan } from '../probe.ts';
import { readServerFile } from '../server-file.ts';
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

/** @param quick whether a large database is looked over only. */
export async function checkDataDir(globals: Globals, quick: boolean): Promise<Finding[]> {
  try {
    const { dataDir, masterKey } = await resolveSettings(globals);
    const { inspectDataDir } = await import('@partyline/server');
    return await inspectDataDir(dataDir, { masterKey, quick });
  } catch (error) {
    return [{ check: 'data folder', level: 'fail', message: toFailure(error).message }];
  }
}

/** Whether the server answers, under both loopback families (clients that call `localhost` may try either first), and where the SDKs look. */
export async function checkServer(
  globals: Globals,
): Promise<{ readonly url: string | undefined; readonly findings: Finding[] }> {
  try {
    const { url } = await findTarget(globals);
    const { hostname, port } = new URL(url);
    const families = isLoopbackName(hostname) ? ['127.0.0.1', '[::1]'] : [];
    const silent: string[] = [];
    for (const family of families) {
      if (!(await probe(`http://${family}:${port}`, 2_000))) silent.push(family);
    }
    const findings: Finding[] = [{ check: 'server', level: 'ok', message: `answers at ${url}` }];
    if (silent.length > 0) {
      const text = `does not answer at ${silent.join(' and ')} port ${port}: clients that call "localhost" may miss it. Start it without --host.`;
      findings.push({ check: 'loopback', level: 'warn', message: text });
    }
    return { url, findings: [...findings, ...checkPort(url)] };
  } catch (error) {
    return { url: undefined, findings: [{ check: 'server', level: 'fail', message: toFailure(error).message }] };
  }
}

/** Whether programs on this machine find the server without being told where it is. */
function checkPort(url: string): Finding[] {
  const { hostname, port } = new URL(url);
  const told = process.env['BEEPER_BASE_URL'];
  if (!isLoopbackName(hostname) || port === String(defaultPort) || (told && samePlace(told, url))) return [];
  const message = `SDKs look at http://localhost:${defaultPort} by default: export BEEPER_BASE_URL=${url}`;
  return [{ check: 'port', level: 'warn', message }];
}

/** Every server on the usual ports that is neither the one talked to nor the one of the data folder. */
export async function checkOthers(url: string | undefined, globals: Globals): Promise<Finding[]> {
  // A data folder that cannot be found was told already.
  const dataDir = await resolveDataDir(globals).catch(() => undefined);
  const running = dataDir === undefined ? undefined : await readServerFile(dataDir);
  const ours = [url, running?.url].filter((one) => one !== undefined);
  const others = (await scan()).filter((other) => !ours.some((one) => samePlace(one, other)));
  return others.map((other) => ({
    check: 'other server',
    level: 'warn',
    message: `another Partyline answers at ${other}; it uses another data folder`,
  }));
}

/** Whether a call with a token works, and how the accounts are. */
export async function checkAccess(globals: Globals): Promise<Finding[]> {
  try {
    const accounts = await withClient(globals, ({ client }) => client.accounts.list());
    const whose = globals.tokenFrom === undefined ? 'one made in the data folder' : `that of ${globals.tokenFrom}`;
    const token: Finding = { check: 'token', level: 'ok', message: `${whose} works` };
    return [token, ...accounts.map((account) => ofAccount(account, globals))];
  } catch (error) {
    return [{ check: 'token', level: 'fail', message: toFailure(error).message }];
  }
}

function ofAccount(account: Account, globals: Globals): Finding {
  const { accountID, status, statusText } = account;
  if (isWell(status)) return { check: 'account', level: 'ok', message: `${accountID} is ${status}` };
  const level = status === 'disabled' || status === 'connecting' ? 'ok' : 'warn';
  const words = [`${accountID} is ${status}.`, statusText ?? advice[status], remedy(account, globals)];
  return { check: 'account', level, message: words.filter((text) => text !== undefined).join(' ') };
}

/** Where the server gives no words of its own. */
const advice: Readonly<Partial<Record<Account['status'], string>>> = {
  connecting: 'Wait a moment.',
  disconnected: 'The server tries again by itself; look at the network, and at the log of the server.',
  attention_required: 'Look into the official app of the network.',
};
