/** How a sender is marked in the index of words (packages/server/src/inbox/text-index.ts). */

import { createHash } from 'node:crypto';

export const senderMark = (userID: string): string =>
  `s${createHash('sha1').update(userID).digest('hex').slice(0, 12)}`;
