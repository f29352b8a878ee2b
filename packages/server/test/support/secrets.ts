/** A server whose every chat holds a word of its own wherever words can be, so that any byte that leaks says from where. */

import type { Chat, Label, Message, OutboxPage } from '@partyline/protocol';
import { chatCalled, deliver, said, upload } from './chats.ts';
import { rowsOf } from './database.ts';
import { command, connectedAccount, twoAccounts } from './sandbox.ts';
import { type Scope, startTestServer, type TestServer, testToken } from './server.ts';

export interface SecretChat {
  readonly accountID: string;
  /** Stands in title, messages, names, files, label, draft and what waits; in nothing of another chat. */
  readonly word: string;
  readonly id: string;
  readonly local: string;
  readonly network: string;
  readonly messages: readonly Message[];
  readonly pendingID: string;
  readonly labelID: string;
  readonly mediaURL: string;
  readonly uploadURL: string;
  readonly uploadID: string;
  readonly fileURL: string;
  readonly reactionKey: string;
}

export interface SecretServer extends TestServer {
  readonly accounts: readonly string[];
  readonly chats: readonly SecretChat[];
  /** Somebody writes in a chat. */
  say(chat: SecretChat, text: string): Promise<void>;
}

const chatsPerAccount = 3;
const wordOf = (index: number) =>
  `qz${String.fromCharCode(97 + index)}${String.fromCharCode(97 + ((index * 7) % 26))}xw`;

export async function startSecretServer(scope: Scope): Promise<SecretServer> {
  const server = await startTestServer(scope);
  const { api, running, dataDir } = server;
  const [home, work] = await twoAccounts(api, 'pair');
  const other = await connectedAccount(api, 'single');
  const places = [
    { accountID: home.accountID, account: 'pair-home' },
    { accountID: work.accountID, account: 'pair-work' },
    { accountID: other.accountID, account: undefined },
  ];
  const now = Date.now() - 60_000;
  const chats: SecretChat[] = [];
  for (const { accountID, account } of places) {
    for (let number = 0; number < chatsPerAccount; number++) {
      const index = chats.length;
      const word = wordOf(index);
      const network = `room-${word}`;
      const of = account === undefined ? {} : { account };
      const event = (name: string, more: object) =>
        said(network, now + index * 1_000 + number, {
          ...of,
          id: `${word}-${name}`,
          chat: { id: network, type: 'group', title: `About ${word}` },
          sender: { id: `user-${word}`, name: `Person ${word}`, isSelf: false },
          ...more,
        });
      await deliver(
        api,
        accountID,
        event('first', { text: `common words and ${word}` }),
        event('file', {
          text: `look at ${word}`,
          attachments: [
            { kind: 'unknown', ref: `zeros:${100 + index}`, mimeType: 'application/zip', fileName: `${word}.zip` },
          ],
        }),
        {
          kind: 'reaction',
          ...of,
          chatID: network,
          messageID: `${word}-first`,
          sender: { id: `user-${word}`, isSelf: false },
          key: '👍',
          timestamp: now + 10,
          removed: false,
        },
      );
      const chat: Chat = await chatCalled(api, accountID, `About ${word}`);
      const at = `/v1/chats/${encodeURIComponent(chat.id)}`;
      const label = await api.post<Label>('/v1/labels', { name: `label ${word}` });
      await api.call('PUT', `${at}/labels/${label.id}`);
      const file = await upload(running.url, testToken, new TextEncoder().encode(`text of ${word}`), `${word}.txt`);
      await api.call('PATCH', at, {
        draft: { text: `draft of ${word}`, attachments: { one: { uploadID: file.uploadID, fileName: `${word}.txt` } } },
      });
      await api.post(`${at}/reminders`, { reminder: { remindAt: new Date(Date.now() + 86_400_000).toISOString() } });
      const sendAt = new Date(Date.now() + 86_400_000).toISOString();
      const { pendingMessageID } = await api.post<{ pendingMessageID: string }>(`${at}/messages`, {
        text: `later ${word}`,
        sendAt,
      });
      const { items } = await api.get<{ items: Message[] }>(`${at}/messages`);
      const [media] = items.flatMap(({ attachments = [] }) => attachments);
      chats.push({
        accountID,
        word,
        id: chat.id,
        local: chat.localChatID ?? '',
        network,
        messages: items,
        pendingID: pendingMessageID,
        labelID: label.id,
        mediaURL: media?.srcURL ?? '',
        uploadURL: `localmxc://partyline/${file.uploadID}`,
        uploadID: file.uploadID,
        fileURL: file.srcURL,
        reactionKey: '👍',
      });
    }
  }
  const { items } = await api.get<OutboxPage>('/v1/outbox');
  if (items.length !== chats.length) throw new Error('Not every chat has something that waits');
  if (rowsOf(dataDir, 'select 1 from message_media').length !== chats.length) throw new Error('Files are not counted');
  let count = 0;
  return {
    ...server,
    accounts: places.map(({ accountID }) => accountID),
    chats,
    async say(chat, text) {
      count += 1;
      const account = places.find(({ accountID }) => accountID === chat.accountID)?.account;
      await command(api, chat.accountID, {
        events: [
          said(chat.network, Date.now(), {
            ...(account !== undefined && { account }),
            id: `${chat.word}-live-${count}`,
            chat: { id: chat.network, type: 'group' },
            sender: { id: `user-${chat.word}`, name: `Person ${chat.word}`, isSelf: false },
            text,
          }),
        ],
      });
    },
  };
}
