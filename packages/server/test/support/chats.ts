/** Chats for tests: what the sandbox's network is made to deliver, and how they are read. */

import type { MessageEvent, NetworkEvent } from '@partyline/connector';
import type { Chat, ChatListItem, ChatListPage } from '@partyline/protocol';
import type { Api } from './api.ts';
import { rowsOf } from './database.ts';
import { eventually } from './eventually.ts';
import { command } from './sandbox.ts';

/** Stored when it resolves. */
export function deliver(api: Api, accountID: string, ...events: NetworkEvent[]): Promise<unknown> {
  return command(api, accountID, { events });
}

let messages = 0;

/** Somebody writes, in a group of that name unless it is said otherwise. */
export function said(chat: string, at: number, more: Partial<MessageEvent> = {}): MessageEvent {
  messages += 1;
  return {
    kind: 'message',
    id: `said-${messages}`,
    chat: { id: chat, type: 'group', title: chat },
    sender: { id: 'friend', name: 'Friend', isSelf: false },
    timestamp: at,
    text: `message ${messages}`,
    ...more,
  };
}

export function listChats(api: Api, query: Readonly<Record<string, string>> = {}): Promise<ChatListPage> {
  return api.get(`/v1/chats?${new URLSearchParams(query)}`);
}

export function readChat(api: Api, chatID: string, query = ''): Promise<ChatListItem> {
  return api.get(`/v1/chats/${encodeURIComponent(chatID)}${query}`);
}

/** The chat of an account that has this title, once it is there. */
export async function chatCalled(api: Api, accountID: string, title: string): Promise<Chat> {
  const find = async () => {
    const { items } = await listChats(api, { accountIDs: accountID, limit: '200' });
    return items.find((chat) => chat.title === title);
  };
  const chat = await eventually(find, (found) => found !== undefined);
  if (chat === undefined) throw new Error(`There is no chat called ${title}`);
  return chat;
}

/** Types of the events about a chat, oldest first. */
export function chatEvents(dataDir: string, chatID: string): string[] {
  return rowsOf(dataDir, 'select type from events where subject = ? order by seq', chatID).map(({ type }) =>
    String(type),
  );
}

/** Uploads a file as a form. @returns its `uploadID` and `srcURL` */
export async function upload(
  url: string,
  token: string,
  content: Uint8Array<ArrayBuffer>,
  fileName: string,
): Promise<Uploaded> {
  const form = new FormData();
  form.append('file', new Blob([content]), fileName);
  form.append('fileName', fileName);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(new URL('/v1/assets/upload', url), { method: 'POST', headers, body: form });
  if (!response.ok) throw new Error(`The upload was refused: ${await response.text()}`);
  return JSON.parse(await response.text());
}

export interface Uploaded {
  readonly uploadID: string;
  readonly srcURL: string;
  readonly fileName: string;
  readonly mimeType: string;
  readonly fileSize: number;
}
