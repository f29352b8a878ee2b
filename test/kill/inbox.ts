/** Everything the API says it has, read page by page. */

import type { Api } from './api.ts';
import type { Told } from './follower.ts';

export interface Entry {
  readonly id: string;
  readonly chatID: string;
  readonly text?: string;
  readonly isSender?: boolean;
  readonly sendStatus?: { readonly status: string; readonly reason?: string };
}

interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
  readonly oldestCursor?: string | null;
}

export async function readInbox(api: Api): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const { id } of await readPages<{ id: string }>(api, '/v1/chats', 100)) {
    entries.push(...(await readPages<Entry>(api, `/v1/chats/${encodeURIComponent(id)}/messages`, 200)));
  }
  return entries;
}

async function readPages<T extends { readonly id: string }>(api: Api, path: string, limit: number): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(cursor !== undefined && { cursor, direction: 'before' }),
    });
    const page = await api.ask<Page<T>>({ path: `${path}?${query}` });
    items.push(...page.items);
    cursor = page.oldestCursor ?? page.items.at(-1)?.id;
    if (!page.hasMore || cursor === undefined) return items;
  }
}

export async function readLog(api: Api, since: string): Promise<Told[]> {
  const events: Told[] = [];
  for (let cursor = since; ; ) {
    const query = new URLSearchParams({ since: cursor, limit: '1000' });
    const page = await api.ask<{ items: readonly Told[]; cursor: string; hasMore: boolean }>({
      path: `/v1/events?${query}`,
    });
    events.push(...page.items);
    cursor = page.cursor;
    if (!page.hasMore) return events;
  }
}

export async function newestCursor(api: Api): Promise<string> {
  return (await api.ask<{ cursor: string }>({ path: '/v1/events?since=now' })).cursor;
}

/** Messages that are neither sent nor given up. */
export async function waitingInOutbox(api: Api): Promise<number> {
  const { items } = await api.ask<Page<{ id: string; state: string }>>({ path: '/v1/outbox?limit=200' });
  return items.filter(({ state }) => state === 'queued' || state === 'sending').length;
}
