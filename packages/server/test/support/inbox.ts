/** The inbox by itself: what is ingested into a store of the test's own, and what readers then see of it. */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageEvent, NetworkEvent } from '@partyline/connector';
import type { Chat, Message } from '@partyline/protocol';
import type { AccountFacts, Accounts } from '../../src/inbox/account-facts.ts';
import { createEntries } from '../../src/inbox/entries.ts';
import { createIngest } from '../../src/inbox/ingest.ts';
import { createPurger, type Purger } from '../../src/inbox/purge.ts';
import { databaseFile, openStore, type Store, soleOwner } from '../../src/store/store.ts';
import { type Scope, temporaryFolder } from './server.ts';

const facts = (remoteID: string): AccountFacts => ({
  owner: soleOwner,
  accountID: `local-test_${remoteID}`,
  loginID: 'login',
  remoteID,
  network: 'Test',
  userID: 'me',
  userName: 'Me',
  isConnected: true,
  isDisabled: false,
  capabilities: {},
});

/** One login with two accounts. */
const ofLogin = [facts('home'), facts('work')];

export const testAccounts: Accounts = {
  find: (_owner, accountID) => ofLogin.find((account) => account.accountID === accountID),
  ofOwner: () => ofLogin,
  ofLogin: () => ofLogin,
};

/** A database that is made once: most of a short test would be the making of its tables. */
const template = (async () => {
  const dataDir = temporaryFolder({ after: (work) => void process.once('exit', work) });
  await (await openStore(dataDir)).close();
  return join(dataDir, databaseFile);
})();

export interface TestInbox {
  readonly store: Store;
  readonly dataDir: string;
  readonly purger: Purger;
  ingest(...events: readonly NetworkEvent[]): Promise<void>;
  /** Every chat with all its messages in the order of their sort keys, without what differs from store to store. */
  seen(): Promise<SeenChat[]>;
}

export type SeenChat = Omit<Chat, 'localChatID'> & { readonly messages: readonly Message[] };

export async function openTestInbox(scope: Scope): Promise<TestInbox> {
  const dataDir = temporaryFolder(scope);
  copyFileSync(await template, join(dataDir, databaseFile));
  const store = await openStore(dataDir);
  const purger = createPurger(store, (error) => {
    throw error;
  });
  scope.after(async () => {
    await purger.stop();
    await store.close();
  });
  const ingest = createIngest({
    store,
    accounts: testAccounts,
    rememberMedia: async () => ({ id: 'media', url: 'localmxc://local/media' }),
    chatsRemoved: purger.wake,
  });
  return {
    store,
    dataDir,
    purger,
    ingest: (...events) => ingest({ owner: soleOwner, loginID: 'login' }, events),
    seen: () => seen(store),
  };
}

async function seen(store: Store): Promise<SeenChat[]> {
  const entries = createEntries(store, testAccounts);
  const chats = await store.read.selectFrom('chats').selectAll().orderBy('public_id').execute();
  const views = await entries.chats(
    soleOwner,
    chats.map((chat) => chat.public_id),
  );
  const found: SeenChat[] = [];
  for (const { id, public_id } of chats) {
    const view = views.get(public_id);
    if (view === undefined) continue;
    const rows = await store.read.selectFrom('messages').select('id').where('chat_id', '=', id).orderBy('id').execute();
    const messages = await entries.messages(
      soleOwner,
      rows.map((row) => String(row.id)),
    );
    const { localChatID, ...chat } = view;
    found.push({
      ...chat,
      messages: [...messages.values()].toSorted((one, other) => (one.sortKey < other.sortKey ? -1 : 1)),
    });
  }
  return found;
}

/** Somebody writes in a group. */
export function message(id: string, timestamp: number, more: Partial<MessageEvent> = {}): MessageEvent {
  return {
    kind: 'message',
    id,
    chat: { id: 'room', type: 'group', title: 'Room' },
    sender: { id: 'ann', name: 'Ann', isSelf: false },
    timestamp,
    text: `text of ${id}`,
    ...more,
  };
}

export const myself = { id: 'me', name: 'Me', isSelf: true };
