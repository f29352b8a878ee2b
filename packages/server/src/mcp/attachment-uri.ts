/** How attachments are named as resources: `beeper-mcp://attachments/<chatID>/<messageID>/<index>` (mcp.md, section 3). */

import type { Message } from '@partyline/protocol';

export interface AttachmentPlace {
  readonly chatID: string;
  readonly messageID: string;
  /** From 0. */
  readonly index: number;
}

export const attachmentTemplate = 'beeper-mcp://attachments/{chatID}/{messageID}/{index}';

export const attachmentURI = ({ chatID, id }: Pick<Message, 'chatID' | 'id'>, index: number): string =>
  `beeper-mcp://attachments/${encodeURIComponent(chatID)}/${encodeURIComponent(id)}/${index}`;

export function readAttachmentURI(uri: string): AttachmentPlace | undefined {
  const [, chat, message, index] = /^beeper-mcp:\/\/attachments\/([^/]+)\/([^/]+)\/(\d{1,4})$/.exec(uri) ?? [];
  if (chat === undefined || message === undefined || index === undefined) return undefined;
  try {
    return { chatID: decodeURIComponent(chat), messageID: decodeURIComponent(message), index: Number(index) };
  } catch {
    return undefined;
  }
}
