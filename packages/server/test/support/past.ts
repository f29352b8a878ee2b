/** A chat whose network keeps older messages, and how it is read. */

import assert from 'node:assert/strict';
import type { Chat, MessagePage } from '@partyline/protocol';
import type { Api } from './api.ts';
import { chatCalled, deliver, said } from './chats.ts';
import { command } from './sandbox.ts';

/** When the past of every chat begins, and when its other messages do. */
export const pastStart = Date.UTC(2020, 0, 1);
const recent = Date.UTC(2024, 0, 1);

export interface PastChat {
  readonly chat: Chat;
  list(query?: Readonly<Record<string, string>>): Promise<MessagePage>;
  /** As an SDK does it, to the end. */
  walk(limit: number): Promise<MessagePage[]>;
  /** How often the network was asked for older messages. */
  asked(): Promise<number>;
}

/**
 * The direct chat of an account with a contact of the sandbox.
 * @param here so many messages that arrived
 * @param kept so many that the network keeps; `more` of the sandbox's command
 */
export async function chatWithPast(
  api: Api,
  accountID: string,
  contact: string,
  { here, kept, ...more }: { readonly here: number; readonly kept: number; readonly refusals?: number },
): Promise<PastChat> {
  const chat = { id: contact, type: 'single' as const, title: contact };
  const arrived = Array.from({ length: here }, (_, index) =>
    said(contact, recent + index * 1_000, { chat, text: `arrived ${index}` }),
  );
  await deliver(api, accountID, { kind: 'chat', chat }, ...arrived);
  if (kept > 0) await command(api, accountID, { past: { chat: contact, count: kept, from: pastStart, ...more } });
  return pastChat(api, accountID, contact, await chatCalled(api, accountID, contact));
}

/** The same on another server. */
export function pastChat(api: Api, accountID: string, contact: string, chat: Chat): PastChat {
  const list = (query: Readonly<Record<string, string>> = {}) =>
    api.get<MessagePage>(`/v1/chats/${chat.id}/messages?${new URLSearchParams(query)}`);
  return {
    chat,
    list,
    async walk(limit) {
      const pages: MessagePage[] = [];
      let cursor: string | null = null;
      do {
        const page: MessagePage = await list({ limit: String(limit), ...(cursor && { cursor }) });
        pages.push(page);
        cursor = page.items.length > 0 && page.hasMore ? page.oldestCursor : null;
        assert.ok(pages.length < 50, 'the walk does not end');
      } while (cursor !== null);
      return pages;
    },
    async asked() {
      const answer = await command(api, accountID, { received: { chat: contact } });
      return (answer as { historyAsked: number }).historyAsked;
    },
  };
}

export const texts = ({ items }: MessagePage): string[] => items.map(({ text }) => text ?? '');
/** Messages of the past begin with their number, from 1. */
export const numbers = (page: MessagePage): number[] => texts(page).map((text) => Number(/^\d+/.exec(text)?.[0] ?? 0));
export const down = (first: number, last: number): number[] =>
  Array.from({ length: first - last + 1 }, (_, index) => first - index);
