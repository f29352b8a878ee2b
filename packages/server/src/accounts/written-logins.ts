/**
 * Logins as the database has them. Each change is made on top of the one before it, also when both wait for the same commit, and its events are
 * written in its transaction (design contract 2).
 */

import type { Account } from '@partyline/protocol';
import { append, type LogEvent } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { Job } from '../store/writer.ts';
import { type LoginRecord, saveLogin } from './records.ts';

export interface WrittenLogins {
  /**
   * @param change gets the login as it is written, and gives what it becomes; undefined: there is none
   * @param also more to do in the same transaction, before
   */
  write(
    loginID: string,
    change: (login: LoginRecord | undefined) => LoginRecord | undefined,
    also?: Job<void>,
  ): Promise<void>;
}

export function writtenLogins(
  store: Store,
  loaded: Iterable<LoginRecord>,
  views: (login: LoginRecord) => Account[],
): WrittenLogins {
  const committed = new Map([...loaded].map((login) => [login.loginID, login]));
  /** With what the commit that is under way adds. */
  const written = new Map(committed);
  const viewsOf = (login: LoginRecord | undefined) => (login === undefined ? [] : views(login));

  return {
    async write(loginID, change, also) {
      let taken = false;
      try {
        const after = await store.write(async (tx) => {
          await also?.(tx);
          const before = written.get(loginID);
          const after = change(before);
          if (after !== undefined) await saveLogin(tx, after);
          else await tx.deleteFrom('logins').where('id', '=', loginID).execute();
          const owner = (after ?? before)?.owner;
          for (const event of eventsBetween(viewsOf(before), viewsOf(after)))
            if (owner !== undefined) await append(tx, owner, event);
          put(written, loginID, after);
          taken = true;
          return after;
        });
        put(committed, loginID, after);
      } catch (error) {
        // The commit failed, and with it everything that was made on top.
        if (taken) put(written, loginID, committed.get(loginID));
        throw error;
      }
    },
  };
}

/** An account that a bridge no longer offers has no view: it is not visible, so it has no events. */
function eventsBetween(before: readonly Account[], after: readonly Account[]): LogEvent[] {
  const known = new Map(before.map((account) => [account.accountID, JSON.stringify(account)]));
  const kept = new Set(after.map((account) => account.accountID));
  return [
    ...after
      .filter((account) => known.get(account.accountID) !== JSON.stringify(account))
      .map((account) => ({ type: 'account.upserted' as const, account })),
    ...[...known.keys()]
      .filter((accountID) => !kept.has(accountID))
      .map((accountID) => ({ type: 'account.deleted' as const, accountID })),
  ];
}

function put(logins: Map<string, LoginRecord>, loginID: string, login: LoginRecord | undefined): void {
  if (login === undefined) logins.delete(loginID);
  else logins.set(loginID, login);
}
