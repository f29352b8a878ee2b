/** Positions in the lists of chats (contract 1.5). */

import { invalidValue } from '@partyline/protocol';

/** Where a chat stands: by its activity, then by its ID. */
export interface Place {
  readonly activity: number;
  readonly id: number;
}

export interface ChatCursor extends Place {
  /** Where a walk forward ends, so that chats that move on meanwhile cannot prolong it for ever. */
  readonly end?: Place;
}

const lastID = Number.MAX_SAFE_INTEGER - 1;

/** Numbers as text in base64url. It begins with a letter, so it cannot be taken for plain milliseconds. */
export function encodeCursor({ activity, id, end }: ChatCursor): string {
  const numbers = end === undefined ? [activity, id] : [activity, id, end.activity, end.id];
  return Buffer.from(numbers.join('.')).toString('base64url');
}

/**
 * @param text one of ours, or plain milliseconds since the epoch (early SDKs): chats of just that millisecond are then passed over in both directions,
 * so that nobody who makes such cursors from what they saw last goes round in circles
 * @throws ApiError `VALIDATION_ERROR`
 */
export function decodeCursor(text: string, direction: 'before' | 'after'): ChatCursor {
  if (/^\d{1,15}$/.test(text)) return { activity: Number(text), id: direction === 'before' ? 0 : lastID };
  const decoded = Buffer.from(text, 'base64url').toString();
  if (!/^\d{1,15}\.\d{1,15}(?:\.\d{1,15}\.\d{1,15})?$/.test(decoded)) {
    const message = 'cursor is none of this list. Start without one.';
    throw invalidValue(['query', 'cursor'], message);
  }
  const [activity = 0, id = 0, endActivity, endID] = decoded.split('.').map(Number);
  if (endActivity === undefined || endID === undefined) return { activity, id };
  return { activity, id, end: { activity: endActivity, id: endID } };
}
