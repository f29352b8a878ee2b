import { setTimeout as sleep } from 'node:timers/promises';
import type { Partyline } from '@partyline/client';
import type { Account, LoginSession } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { accountsTable, isWell } from '../account-text.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { chooseBridge, chooseFlow } from '../login/choose.ts';
import { type FieldOptions, readGivenFields } from '../login/given-fields.ts';
import { startWaiting } from '../login/waiting.ts';
import { walkLogin } from '../login/walk.ts';
import { pickAccount } from '../match.ts';
import type { Result } from '../result.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

export interface AddOptions extends FieldOptions {
  readonly flow?: string;
  /** Account to sign in to again. */
  readonly account?: string;
}

/** Longest time a person takes for a login; the server gives a session up earlier. */
const tokenMinutes = 60;

/** Walks a login and waits a moment for the account to connect. The account is added even if it does not: its status tells. */
export async function addAccount(bridge: string | undefined, options: AddOptions, globals: Globals): Promise<Result> {
  const given = await readGivenFields(options);
  return interruptible((signal) =>
    withClient(
      globals,
      async ({ client }) => {
        const terminal = openTerminal(globals.json, signal);
        const session = await startSession(client, bridge, options, terminal);
        const done = await walkLogin(session, { client, terminal, given });
        const accounts = await settle(client, done, terminal);
        const unused = given.unused();
        const warning = unused.length === 0 ? '' : `\n\nNot asked for, and not used: ${unused.join(', ')}`;
        return {
          document: { accounts, ...(unused.length === 0 ? {} : { unusedFields: unused }) },
          text: `${options.account === undefined ? 'Added' : 'Signed in again'}:\n\n${accountsTable(accounts)}${warning}`,
        };
      },
      tokenMinutes,
    ),
  );
}

async function startSession(
  client: Partyline,
  query: string | undefined,
  options: AddOptions,
  terminal: Terminal,
): Promise<LoginSession> {
  const { signal } = terminal;
  const account =
    options.account === undefined ? undefined : pickAccount(options.account, await client.accounts.list());
  const bridge =
    account === undefined
      ? await chooseBridge(query, (await client.bridges.list()).items, terminal)
      : await client.bridges.retrieve(account.bridge.id);
  const flows = await client.bridges.loginFlows.list(bridge.id);
  const flow = await chooseFlow(options.flow, flows.items, terminal);
  const reconnect = account === undefined ? {} : { accountID: account.accountID };
  return client.bridges.loginSessions.create(bridge.id, { flowID: flow.id, ...reconnect }, { signal });
}

const settleMs = 15_000;
const pollMs = 300;

/** The accounts of the completed login, once they are connected or say why not; after 15 s as they are. */
async function settle(client: Partyline, session: LoginSession, terminal: Terminal): Promise<Account[]> {
  const { signal } = terminal;
  const ids = accountIDs(session);
  const deadline = Date.now() + settleMs;
  const stop = startWaiting('Signed in; connecting', terminal);
  try {
    for (;;) {
      const accounts = await Promise.all(ids.map((id) => client.accounts.retrieve(id, { signal })));
      if (accounts.every(isSettled) || Date.now() > deadline) return accounts;
      await sleep(pollMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CliError('failed', 'cancelled', `Stopped waiting. The account is added: ${ids.join(', ')}`);
  } finally {
    stop();
  }
}

/** Whether waiting longer changes nothing. */
const isSettled = ({ status }: Account): boolean =>
  isWell(status) || !(status === 'connecting' || status === 'disconnected');

function accountIDs(session: LoginSession): string[] {
  const step = session.currentStep?.type === 'complete' ? session.currentStep : undefined;
  const login = session.login ?? step?.login;
  const account = session.account ?? step?.account;
  const ids = new Set([account?.accountID ?? session.accountID, ...(login?.accountIDs ?? [])]);
  return [...ids].filter((id) => id !== undefined);
}
