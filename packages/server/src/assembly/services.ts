/** What the operations work with, put together from the parts. */

import type { AccountBook } from '../accounts/account-book.ts';
import type { BridgeDefinition } from '../accounts/bridge-definitions.ts';
import { createBridges } from '../accounts/bridges.ts';
import { createChatActions } from '../accounts/chat-actions.ts';
import { createContacts } from '../accounts/contacts.ts';
import { createCompletion } from '../accounts/login-sessions/completion.ts';
import { createLiveSessions } from '../accounts/login-sessions/live-sessions.ts';
import { createLoginSessions } from '../accounts/login-sessions/login-sessions.ts';
import { sessionRows } from '../accounts/login-sessions/session-rows.ts';
import { createLogins } from '../accounts/logins.ts';
import { createNewChats } from '../accounts/new-chats.ts';
import { createSandboxControl } from '../accounts/sandbox-control.ts';
import { type Announce, codeSender } from '../auth/setup/code-sender.ts';
import { createSetupRequests } from '../auth/setup/setup-requests.ts';
import { openHistory } from '../history/history.ts';
import { createImports } from '../imports/imports.ts';
import type { Accounts } from '../inbox/account-facts.ts';
import { createChats } from '../inbox/chats/chats.ts';
import { createLabels } from '../inbox/labels.ts';
import { createMessages } from '../inbox/messages/messages.ts';
import { createReminders } from '../inbox/reminders.ts';
import { createSearch } from '../inbox/search/search.ts';
import type { Services } from '../operations/operation.ts';
import { withSeenRooms } from '../operations/policy/seen-services.ts';
import { createMessageActions } from '../outbox/message-actions.ts';
import type { OutboxParts } from '../outbox/outbox.ts';
import type { Ground } from './ground.ts';
import type { Inbox } from './inbox.ts';
import type { Networks } from './networks.ts';
import type { Sending } from './sending.ts';

export interface ServicesParts {
  readonly bridges: ReadonlyMap<string, BridgeDefinition>;
  readonly book: AccountBook;
  readonly accounts: Accounts;
  readonly inbox: Inbox;
  readonly networks: Networks;
  readonly connectionOf: OutboxParts['connectionOf'];
  readonly sending: Sending;
  readonly self: Services['self'];
  /** Shows the person at the console what only they are to see. */
  readonly announce: Announce;
}

export async function openServices(ground: Ground, parts: ServicesParts): Promise<Services> {
  const { settings, log, store, vault, audit, tokens, signIn, opened } = ground;
  const { bridges, book, accounts, inbox, networks, connectionOf, sending, self, announce } = parts;
  const { media, purger, ingest, ingestImported, events, stream } = inbox;
  const { connectors, supervisor } = networks;
  const { outbox, webhooks } = sending;

  const reminders = createReminders(store, (error) => log.warn({ err: error }, 'a reminder is due but not stored yet'));
  opened.defer(() => reminders.stop());
  const rows = sessionRows(store, vault);
  const patienceMs = settings.loginSessionMinutes * 60_000;
  const live = createLiveSessions({
    rows,
    book,
    vault,
    log,
    connectors,
    patienceMs,
    write: (job) => store.write(job),
    complete: createCompletion({ rows, book, vault, connect: (loginID) => supervisor.open(loginID) }),
  });
  opened.defer(() => live.stop());
  await live.start();

  const chats = createChats(store, accounts);
  const withHistory = openHistory({ store, accounts, log, connectionOf });
  return withSeenRooms(
    { store, log: events, definitions: bridges, withHistory },
    {
      book,
      bridges: createBridges(bridges, book),
      logins: createLogins({ book, vault, supervisor, purger }),
      loginSessions: createLoginSessions({ rows, book, live, patienceMs }),
      contacts: createContacts({ book, supervisor, store }),
      chats,
      messages: withHistory(createMessages(store, events)),
      search: createSearch({ store, accounts, chats }),
      chatActions: createChatActions({ store, accounts, book, supervisor, media, log, ingest }),
      newChats: createNewChats({
        store,
        accounts,
        book,
        supervisor,
        bridges,
        ingest,
        sendFirstMessage: (caller, chatID, message) => outbox.send(caller, { chatID, ...message }),
      }),
      imports: createImports({ store, accounts, ingest: ingestImported }),
      labels: createLabels(store),
      reminders,
      media,
      outbox,
      messageActions: createMessageActions({ store, accounts, connectionOf }),
      stream,
      webhooks,
      sandbox: createSandboxControl('local-sandbox', connectors, book, supervisor),
      owner: signIn.owner,
      limits: signIn.limits,
      setup: createSetupRequests(tokens, codeSender(settings, announce, log)),
      self,
      tokens,
      audit,
    },
  );
}
