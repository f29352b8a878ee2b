import { setTimeout as sleep } from 'node:timers/promises';
import type { Partyline } from '@partyline/client';
import type { Account, LoginSession } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { accountsTable, isWell } from '../account-text.ts';
import { CliError, interrupted } from '../exit.ts';
import { toFailure } from '../failure.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { chooseBridge, chooseFlow } from '../login/choose.ts';
import { type FieldOptions, type GivenFields, readGivenFields } from '../login/given-fields.ts';
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
  refuseWhenReadOnly(globals, 'add an account');
  const given = await readGivenFields(options);
  return interruptible((signal) =>
    withClient(
      globals,
      async ({ client }) => {
        const terminal = openTerminal(globals.json, signal);
        // Who brings answers along, or only signs in again, has chosen already: the network's default way.
        const mayAsk = given.isEmpty && options.account === undefined;
        const session = await startSession(client, bridge, options, terminal, globals, mayAsk);
        const done = await walkLogin(session, { client, terminal, given }).catch((error: unknown) => {
          throw namingUnused(error, given);
        });
        const accounts = await settle(client, done, terminal);
        const unused = given.unused();
        const warning = unused.length === 0 ? '' : `\n\nNot asked for, and not used: ${unused.join(', ')}`;
        return {
          document: { accounts, ...(unused.length === 0 ? {} : { unusedFields: unused }) },
          text: `${options.account === undefined ? 'Added' : 'Signed in again'}:\n\n${accountsTable(accounts, globals)}${warning}`,
        };
      },
      { minutes: tokenMinutes },
    ),
  );
}

async function startSession(
  client: Partyline,
  query: string | undefined,
  options: AddOptions,
  terminal: Terminal,
  globals: Globals,
  mayAsk: boolean,
): Promise<LoginSession> {
  const { signal } = terminal;
  const account =
    options.account === undefined
      ? undefined
      : pickAccount(options.account, await client.accounts.list(), globals.pick);
  const bridge =
    account === undefined
      ? await chooseBridge(query, (await client.bridges.list()).items, terminal, globals)
      : await client.bridges.retrieve(account.bridge.id);
  const flows = await client.bridges.loginFlows.list(bridge.id);
  const flow = await chooseFlow(options.flow, flows.items, terminal, mayAsk);
  const reconnect = account === undefined ? {} : { accountID: account.accountID };
  return client.bridges.loginSessions.create(bridge.id, { flowID: flow.id, ...reconnect }, { signal });
}

/** The failure of a login, with the names that may be misspelt and may have caused it. */
function namingUnused(error: unknown, given: GivenFields): unknown {
  const unused = given.unused();
  const { message, exitCode, code, ...details } = toFailure(error);
  if (!given.isAsked || unused.length === 0 || code === 'cancelled') return error;
  const text = `${message}\nNot asked for so far: ${unused.join(', ')}`;
  return new CliError(exitCode, code, text, { ...details, unusedFields: unused });
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
    throw interrupted(`Stopped waiting. The account is added: ${ids.join(', ')}`);
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
