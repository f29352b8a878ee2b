/** IDs of events and rooms. Bridges keep them for ever as the identity of a message. */

import { createHash, randomBytes } from 'node:crypto';
import { DOMAIN } from '../identities.ts';

export const newEventID = () => `$${randomBytes(32).toString('base64url')}`;

/** The same send has the same event, so that the bridge takes it once, however often it is handed over. */
export const eventIDOf = (transactionID: string) =>
  `$${createHash('sha256').update(`send ${transactionID}`).digest('base64url')}`;

/**
 * The bridge proposes a name for each room it makes, out of the chat's own ID. A chat that is made again has the same room then, and its history the
 * same event IDs: nothing comes in twice. The name itself may hold anything, so it is digested.
 */
export function roomIDOf(localID: string | undefined): string {
  const name =
    localID === undefined ? randomBytes(24) : createHash('sha256').update(`room ${localID}`).digest().subarray(0, 24);
  return `!${name.toString('base64url')}:${DOMAIN}`;
}
