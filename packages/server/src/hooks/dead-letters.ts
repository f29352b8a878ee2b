/** Events that were given up: kept until the owner has them delivered after all, or throws them away. */

import {
  ApiError,
  type DeadLetter,
  type DeadLetterPage,
  invalidValue,
  notFound,
  type WebhookReplay,
} from '@partyline/protocol';
import type { Selectable } from 'kysely';
import { storedEvent } from '../log/log-reader.ts';
import type { Store } from '../store/store.ts';
import type { WebhookDeadLettersTable } from '../store/tables.ts';
import { attempt } from './attempt.ts';
import type { CourierParts } from './courier.ts';
import { needEndpoint } from './endpoint.ts';
import { letterOf, messageIDOf } from './letters.ts';
import { attemptView } from './views.ts';

export interface DeadLetters {
  /** Newest first. @throws ApiError `NOT_FOUND` */
  list(
    owner: string,
    webhookID: string,
    query: { readonly cursor?: string; readonly limit: number },
  ): Promise<DeadLetterPage>;
  /**
   * Posts them again now, oldest first, until one is not taken or the time is over. They do not wait for what else waits.
   * @param ids all when absent. @throws ApiError `NOT_FOUND`, or `CONFLICT` when the token of the webhook has ended
   */
  replay(owner: string, webhookID: string, ids?: readonly string[]): Promise<WebhookReplay>;
  /** @throws ApiError `NOT_FOUND` */
  discard(owner: string, webhookID: string, id: string): Promise<void>;
}

/** With the last try this is within what clients wait for an answer. */
const replayMs = 10_000;
const lettersPerRead = 20;

export function createDeadLetters({ store, feed, poster, marks }: CourierParts, signal: AbortSignal): DeadLetters {
  const of = (webhookID: string) =>
    store.read.selectFrom('webhook_dead_letters').selectAll().where('webhook_id', '=', webhookID);
  const remove = (webhookID: string, id: number) =>
    store.write((tx) =>
      tx.deleteFrom('webhook_dead_letters').where('webhook_id', '=', webhookID).where('id', '=', id).executeTakeFirst(),
    );

  return {
    async list(owner, webhookID, { cursor, limit }) {
      await needEndpoint(store.read, owner, webhookID);
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : readCursor(cursor);
      const rows = await of(webhookID)
        .where('id', '<', before)
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map((row) => view(row, feed.cursorOf(row.seq)));
      return {
        items,
        hasMore: rows.length > limit,
        oldestCursor: items.at(-1)?.id ?? null,
        newestCursor: items[0]?.id ?? null,
      };
    },
    async replay(owner, webhookID, ids) {
      const endpoint = await needEndpoint(store.read, owner, webhookID);
      if (endpoint.disabled === 'revoked') throw ended();
      const wanted = ids?.map(idOf);
      const replayed: string[] = [];
      const deadline = performance.now() + replayMs;
      for (let after = 0; ; ) {
        const query = of(webhookID).where('id', '>', after).orderBy('id').limit(lettersPerRead);
        const rows = await (wanted === undefined ? query : query.where('id', 'in', wanted)).execute();
        if (after === 0 && wanted !== undefined && rows.length === 0) throw notFound('Dead letter');
        for (const row of rows) {
          if (performance.now() > deadline) return { replayed, remaining: await countDeadLetters(store, webhookID) };
          const [event] = await feed.render(owner, [storedEvent(row)]);
          if (event === undefined) continue;
          const outcome = await attempt(poster, endpoint, letterOf(event, 'replay'), signal);
          await marks.tried(endpoint, outcome);
          if (outcome.error !== undefined)
            return { replayed, remaining: await countDeadLetters(store, webhookID), failure: attemptView(outcome) };
          await remove(webhookID, row.id);
          replayed.push(String(row.id));
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < lettersPerRead)
          return { replayed, remaining: await countDeadLetters(store, webhookID) };
        after = last.id;
      }
    },
    async discard(owner, webhookID, id) {
      await needEndpoint(store.read, owner, webhookID);
      const { numDeletedRows } = await remove(webhookID, idOf(id));
      if (numDeletedRows === 0n) throw notFound('Dead letter');
    },
  };
}

export async function countDeadLetters({ read }: Store, webhookID: string): Promise<number> {
  const { count } = await read
    .selectFrom('webhook_dead_letters')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('webhook_id', '=', webhookID)
    .executeTakeFirstOrThrow();
  return count;
}

const ended = () =>
  new ApiError(
    'CONFLICT',
    'This webhook ended with its token, and nothing more is posted. Switch it on first (`isDisabled`: false), and it is yours.',
  );

/** What is no ID finds nothing. */
const idOf = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : -1);

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw invalidValue(['query', 'cursor'], 'This is not a cursor of this list.');
  return Number(cursor);
}

function view(row: Selectable<WebhookDeadLettersTable>, cursor: string): DeadLetter {
  const { type } = storedEvent(row);
  const subject = type.startsWith('account.') ? { accountID: row.subject } : { chatID: row.subject };
  return {
    id: String(row.id),
    messageID: messageIDOf(cursor),
    type,
    ...subject,
    ts: new Date(row.at).toISOString(),
    failedAt: new Date(row.failed_at).toISOString(),
    attempts: row.attempts,
    error: row.error,
  };
}
