/** Events as letters to a receiver. */

import { randomUUID } from 'node:crypto';
import type { RenderedEvent } from '../stream/rendered-event.ts';
import type { Letter } from './attempt.ts';

/** Receivers commonly take no more than this. */
const largestBody = 256 * 1024;

/** Follows from the place in the log: the same event has the same ID whenever, and to whomever, it is posted. */
export const messageIDOf = (cursor: string): string => `msg_${cursor.replace('.', '_')}`;

/** The event as the live stream shows it. What would be too large goes without its entries, which can be fetched by their IDs. */
export function letterOf(event: RenderedEvent, kind: 'event' | 'replay'): Letter {
  const { type, cursor, json } = event;
  const fits = Buffer.byteLength(json) <= largestBody;
  return { messageID: messageIDOf(cursor), kind, type, body: fits ? json : withoutEntries(json) };
}

function withoutEntries(json: string): string {
  const { entries, ...rest } = JSON.parse(json);
  return JSON.stringify(rest);
}

export function testLetter(): Letter {
  const type = 'webhook.test';
  return {
    messageID: `msg_test_${randomUUID()}`,
    kind: 'test',
    type,
    body: JSON.stringify({ type, ts: new Date().toISOString() }),
  };
}
