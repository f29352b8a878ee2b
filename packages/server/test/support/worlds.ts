/** Servers that are alike in what a token sees, and differ in what it does not: one of them has it, the other never had. */

import type { Policy } from '@partyline/protocol';
import type { Api } from './api.ts';
import { chatCalled, deliver, said, upload } from './chats.ts';
import { eventually } from './eventually.ts';
import { connectedAccount } from './sandbox.ts';
import { type Scope, startTestServer, testToken } from './server.ts';
import { type Held, tokenWith } from './tokens.ts';

/** What calls name. */
export interface Names {
  readonly chatID: string;
  readonly localChatID: string;
  readonly accountID: string;
  readonly messageID: string;
  readonly pendingMessageID: string;
  readonly labelID: string;
  readonly uploadID: string;
  readonly mediaURL: string;
}

export interface World {
  readonly url: string;
  readonly owner: Api;
  readonly held: Held;
  readonly seen: Names;
  readonly hidden: Names;
  /** Something happens in what is hidden; nothing where there is nothing. */
  disturb(how: Disturbance): Promise<void>;
  /** An answer without what is new in every world: IDs, times, counters. */
  plain(text: string): string;
}

export const disturbances = ['message', 'reaction', 'chat', 'label', 'person', 'upload', 'typing'] as const;
export type Disturbance = (typeof disturbances)[number];

export type Kind = 'a chat' | 'an account' | 'a chat, with approval';

const policyOf = (kind: Kind, { accountID, chatID }: Names): Policy =>
  kind === 'an account'
    ? { accountIDs: [accountID] }
    : { chatIDs: [chatID], ...(kind === 'a chat, with approval' && { approval: true, sendsPerHour: 3 }) };

/** Where nothing is hidden, these are the names of it: of the same form, and nobody's. */
const nobodys: Names = {
  chatID: `!${'n'.repeat(24)}:local-sandbox.localhost`,
  localChatID: '987654',
  accountID: 'local-sandbox_nnnnnnnnnnnn',
  messageID: '1234567890123456',
  pendingMessageID: 'm2345678901234567',
  labelID: 'nobodyslabel',
  uploadID: 'n'.repeat(22),
  mediaURL: `mxc://partyline/${'o'.repeat(22)}`,
};

export async function openWorld(scope: Scope, kind: Kind, hasHidden: boolean): Promise<World> {
  const server = await startTestServer(scope);
  const { api: owner, running } = server;
  const seenAccount = (await connectedAccount(owner, 'seen')).accountID;
  let hiddenAccount = '';
  let hiddenHome = '';
  let hidden: Names | undefined;
  if (hasHidden) {
    hiddenAccount = (await connectedAccount(owner, 'hidden')).accountID;
    // Beside a chat that is seen, others of the same account are hidden; beside an account, other accounts.
    hiddenHome = kind === 'an account' ? hiddenAccount : seenAccount;
    hidden = { ...(await furnish(owner, running.url, hiddenHome, 'secret')), accountID: hiddenAccount };
    await furnish(owner, running.url, hiddenAccount, 'elsewhere');
  }
  const seen = await furnish(owner, running.url, seenAccount, 'open');
  const held = await tokenWith(owner, running.url, policyOf(kind, seen));
  let count = 0;
  return {
    url: running.url,
    owner,
    held,
    seen,
    hidden: hidden ?? nobodys,
    async disturb(how) {
      if (hidden === undefined) return;
      count += 1;
      const at = `/v1/chats/${encodeURIComponent(hidden.chatID)}`;
      const sender = { id: `stranger-${count}`, name: `Stranger ${count}`, isSelf: false };
      if (how === 'message')
        await deliver(owner, hiddenHome, said(contacts.secret, Date.now(), { chat: chatOf('secret') }));
      if (how === 'person')
        await deliver(owner, hiddenHome, said(contacts.secret, Date.now(), { chat: chatOf('secret'), sender }));
      if (how === 'chat') await deliver(owner, hiddenAccount, said(`another ${count}`, Date.now()));
      if (how === 'reaction') await owner.post(`${at}/messages/${hidden.messageID}/reactions`, { reactionKey: '🎈' });
      if (how === 'label') {
        const { id } = await owner.post<{ id: string }>('/v1/labels', { name: `hidden ${count}` });
        await owner.call('PUT', `${at}/labels/${id}`);
      }
      if (how === 'typing')
        await deliver(owner, hiddenHome, { kind: 'typing', chatID: contacts.secret, sender, isTyping: true });
      if (how === 'upload') await upload(running.url, testToken, new TextEncoder().encode('hidden'), 'hidden.txt');
    },
    plain: plainer(running.url, server.dataDir, { seen, hidden: hidden ?? nobodys }),
  };
}

/** Whom the sandbox has, so that what is sent there arrives. They only listen. */
const contacts = { open: 'silent', secret: 'shy', elsewhere: 'reader' } as const;
type Word = keyof typeof contacts;
const chatOf = (word: Word) => ({ id: contacts[word], type: 'single' as const, title: `room ${word}` });

/** A chat with one of each kind in it. */
async function furnish(owner: Api, url: string, accountID: string, word: Word): Promise<Names> {
  const room = contacts[word];
  const chatOfWord = { chat: chatOf(word) };
  const at = Date.now() - 60_000;
  const attachments = [
    {
      kind: 'unknown' as const,
      ref: `zeros:${120 + word.length}`,
      mimeType: 'application/zip',
      fileName: `${word}.zip`,
    },
  ];
  await deliver(
    owner,
    accountID,
    said(room, at, { ...chatOfWord, id: `${word} one`, text: `common ${word}` }),
    said(room, at + 1, { ...chatOfWord, id: `${word} two`, text: `common file ${word}`, attachments }),
  );
  const chat = await chatCalled(owner, accountID, `room ${word}`);
  const path = `/v1/chats/${encodeURIComponent(chat.id)}`;
  const { id: labelID } = await owner.post<{ id: string }>('/v1/labels', { name: `label ${word}` });
  await owner.call('PUT', `${path}/labels/${labelID}`);
  const file = await upload(url, testToken, new TextEncoder().encode(word), `${word}.txt`);
  await owner.call('PATCH', path, { draft: { text: word, attachments: { one: { uploadID: file.uploadID } } } });
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const { pendingMessageID } = await owner.post<{ pendingMessageID: string }>(`${path}/messages`, {
    text: word,
    sendAt,
  });
  const page = await eventually(
    () =>
      owner.get<{ items: { id: string; text?: string; attachments?: { srcURL?: string }[] }[] }>(`${path}/messages`),
    ({ items }) => items.length >= 2,
  );
  const [media] = page.items.flatMap((message) => message.attachments ?? []);
  return {
    chatID: chat.id,
    localChatID: chat.localChatID ?? '',
    accountID,
    messageID: page.items.find(({ text }) => text === `common ${word}`)?.id ?? '',
    pendingMessageID,
    labelID,
    uploadID: file.uploadID,
    mediaURL: media?.srcURL ?? '',
  };
}

function plainer(url: string, dataDir: string, worlds: { readonly seen: Names; readonly hidden: Names }) {
  const known = Object.entries(worlds).flatMap(([whose, names]) =>
    Object.entries(names)
      // Short numbers stand everywhere.
      .filter(([name]) => name !== 'localChatID')
      // An account of what is hidden may be seen.
      .filter(([name, value]) => whose === 'seen' || value !== worlds.seen[name as keyof Names])
      .flatMap(([name, value]) =>
        [value, encodeURIComponent(value)].map((text) => [text, `<${whose} ${name}>`] as const),
      ),
  );
  return (text: string): string => {
    let plain = text.replaceAll(dataDir, '<folder>').replaceAll(new URL(url).host, '<host>');
    for (const [value, name] of known) plain = plain.replaceAll(value, name);
    return plain
      .replace(/"localChatID":"\d+"|"chatID":"\d{1,6}"|\(chatID: \d+\)|\/chats\/\d{1,6}\b|\bin(?::|%3A)\d+/g, '<local>')
      .replace(/"(?:oldest|newest)Cursor":"\d{1,6}"/g, '<place>')
      .replace(/"port":\d+/g, '<port>')
      .replace(/"loginID":"\w+"/g, '<login>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d{4}-\d\d-\d\d|\b\d\d:\d\d\b/g, '<time>')
      .replace(/[0-9a-f]{12}\.\d+|\bMT[\w-]{14,}={0,2}/g, '<cursor>')
      .replace(/\b0*\d{12,16}\b/g, '<number>')
      .replace(/\bm\d{12,}\b/g, '<pending>')
      .replace(/\/media\/[\w-]{2}\/(?:[\w-]{22}|(?=<))/g, '/<file>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, '<uuid>')
      .replace(/![\w-]{24}(?=:|%3A)/g, '<chat>')
      .replace(/partyline\/[\w-]{22}/g, 'partyline/<file>')
      .replace(/("uploadID":"|tok_|ticket":")[\w-]+/g, '$1<id>');
  };
}
