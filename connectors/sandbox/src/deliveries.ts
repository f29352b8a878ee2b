/** Hands the mailbox of a login over, and acknowledges what was stored. */

import type { Host } from '@partyline/connector';
import type { Identity } from './identity.ts';

const BATCH = 500;

/**
 * Goes on until the signal aborts, whose reason it then throws, or until something was not stored, which it throws: it stays in the mailbox.
 *
 * @param answered resolves when the network speaks
 */
export async function deliver(
  identity: Identity,
  host: Host,
  ended: AbortSignal,
  answered: () => Promise<void>,
): Promise<never> {
  for (;;) {
    const letters = await identity.mailbox.waiting(BATCH, ended);
    await answered();
    await host.ingest(letters.map(({ event }) => event));
    ended.throwIfAborted();
    identity.mailbox.acknowledge(letters);
  }
}

/** Tells which groups the accounts are in, once. What was not stored is told by the next connection. */
export async function tellGroups(identity: Identity, accountIDs: readonly string[], host: Host): Promise<void> {
  if (identity.hasToldGroups) return;
  identity.hasToldGroups = true;
  const groups = accountIDs.flatMap((id) => {
    const account = identity.account(id);
    const told = (group: Parameters<typeof account.chats.snapshot>[0]) => {
      const snapshot = account.chats.snapshot(group);
      return account.addressed({ kind: 'chat' as const, ...snapshot });
    };
    return account.chats.groups().map(told);
  });
  try {
    await host.ingest(groups);
  } catch (error) {
    identity.hasToldGroups = false;
    host.log.warn('the groups were not stored', { error: String(error) });
  }
}
