/** Public chat IDs: opaque, and the same whenever the same chat is met on the same account (design contract 10). */

import { createHash } from 'node:crypto';

/** `!` and 24 characters that follow from account and chat, in the style of Matrix rooms, which clients know (contract 1.4). */
export function publicChatID(accountID: string, remoteID: string): string {
  const digest = createHash('sha256').update(`${accountID}\u0000${remoteID}`).digest('base64url');
  const bridge = accountID.split('_', 1)[0] ?? 'partyline';
  return `!${digest.slice(0, 24)}:${bridge}.localhost`;
}
