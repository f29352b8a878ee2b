/**
 * Messages of elsewhere: they come in as the past of a network does, through `ingest`. What is here already is known by what it was called there, so
 * that an import can be repeated, and goes on where it was.
 */

import { type ImportInput, type ImportMessage, type ImportResult, notFound } from '@partyline/protocol';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { publicChatID } from '../inbox/chat-ids.ts';
import type { Ingest } from '../inbox/ingest.ts';
import type { Store } from '../store/store.ts';
import { chatEvent } from './chat-event.ts';
import { isKnown } from './known-chat.ts';
import { checkTimes, messageEvents } from './message-events.ts';

export interface Imports {
  /** @throws ApiError `NOT_FOUND` for an account or an upload that is not there, `VALIDATION_ERROR`; nothing was taken then */
  take(owner: string, accountID: string, input: ImportInput): Promise<ImportResult>;
}

export interface ImportParts {
  readonly store: Store;
  readonly accounts: Accounts;
  /** One that takes uploads as files of what is ingested. */
  readonly ingest: Ingest;
}

export function createImports({ store, accounts, ingest }: ImportParts): Imports {
  /** By account: what is missing must still be so when it is taken. */
  const running = new Map<string, Promise<unknown>>();

  const take = async (account: AccountFacts, { chat, messages = [], dryRun }: ImportInput): Promise<ImportResult> => {
    checkTimes(messages);
    const told = [...new Map(messages.map((message) => [message.id, message])).values()];
    const missing = await missingOf(store, account, chat.id, told);
    const result = { chatID: publicChatID(account.accountID, chat.id), missing: [...missing] };
    if (dryRun === true) return result;
    const about = chatEvent(account, chat);
    const events = [
      ...((await isKnown(store, account, about)) ? [] : [about]),
      ...messageEvents(account, chat, told, missing),
    ];
    await ingest({ owner: account.owner, loginID: account.loginID }, events);
    return result;
  };

  return {
    async take(owner, accountID, input) {
      const before = running.get(accountID) ?? Promise.resolve();
      const turn = before.then(() => {
        // It may have been removed meanwhile.
        const account = accounts.find(owner, accountID);
        if (account === undefined) throw notFound('Account');
        return take(account, input);
      });
      const settled = turn
        .catch(() => undefined)
        .then(() => {
          if (running.get(accountID) === settled) running.delete(accountID);
        });
      running.set(accountID, settled);
      return turn;
    },
  };
}

async function missingOf(
  { read }: Store,
  account: AccountFacts,
  remoteChatID: string,
  messages: readonly ImportMessage[],
): Promise<Set<string>> {
  const missing = new Set(messages.map(({ id }) => id));
  if (missing.size === 0) return missing;
  const rows = await read
    .selectFrom('messages')
    .innerJoin('chats', 'chats.id', 'messages.chat_id')
    .select('messages.remote_id')
    .where('chats.account_id', '=', account.accountID)
    .where('chats.remote_id', '=', remoteChatID)
    .where('messages.remote_id', 'in', [...missing])
    .execute();
  for (const { remote_id } of rows) if (remote_id !== null) missing.delete(remote_id);
  return missing;
}
