/** Query fields of the lists of chats. */

import { ID, invalidValue, pageQuery } from '@partyline/protocol';
import { Type } from 'typebox';

export const listQuery = {
  accountIDs: Type.Optional(Type.Array(ID, { description: 'Of these accounts only; unknown ones match nothing' })),
  ...pageQuery,
};

/** How pages of chats go on; part of the descriptions. */
export const paging =
  'Newest activity first. `direction=after` walks from the oldest chat, or from the cursor, towards the newest, and goes on with either cursor. ' +
  'Plain milliseconds are taken for a cursor too.';

/** @returns milliseconds since the epoch. @throws ApiError `VALIDATION_ERROR` */
export function timeOf(text: string | undefined, path: readonly string[]): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  const message = `${path.at(-1)} must be a time such as 2026-05-05T20:20:12.497Z`;
  throw invalidValue(path, message);
}
