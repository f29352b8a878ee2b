/** The account that messages are imported into. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { CliError } from '../exit.ts';

const bridgeID = 'local-archive';
const flowID = 'import';

/** @throws CliError 1 when the server takes no imports */
export async function findArchive(client: Partyline, name: string, signal: AbortSignal): Promise<Account | undefined> {
  try {
    await client.bridges.retrieve(bridgeID, { signal });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new CliError(
      'failed',
      'not_supported',
      `The server at ${client.baseURL} takes no imports: it has no bridge ${bridgeID}. A Partyline server of this release has. Nothing was changed.`,
    );
  }
  const accounts = await client.accounts.list({ signal });
  return accounts.find(({ bridge, user }) => bridge.id === bridgeID && same(user.fullName ?? '', name));
}

const same = (one: string, other: string): boolean => folded(one) === folded(other);
const folded = (name: string): string => name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();

/** The same name gives the same archive. @throws CliError 1 with the server's words when it does not take the name */
export async function makeArchive(client: Partyline, name: string, signal: AbortSignal): Promise<Account> {
  const { loginSessions } = client.bridges;
  const session = await loginSessions.create(bridgeID, { flowID }, { signal });
  const { loginSessionID, currentStep } = session;
  if (currentStep?.type !== 'user_input' || currentStep.stepID === undefined)
    throw refused('It asks for something else.');
  const done = await loginSessions.steps.submit(
    currentStep.stepID,
    { bridgeID, loginSessionID, type: 'user_input', fields: { name } },
    { signal },
  );
  if (done.status === 'complete' && done.account !== undefined) return done.account;
  await loginSessions.cancel(loginSessionID, { bridgeID }).catch(() => undefined);
  throw refused(done.currentStep?.instructions ?? done.error?.message ?? 'It says nothing more.');
}

const refused = (why: string): CliError =>
  new CliError('failed', 'archive_refused', `The server made no archive. ${why} Nothing was imported.`);
