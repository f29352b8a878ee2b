/** What the calls of messages are made with. Times are ISO 8601 with a zone. */

import type { MessageAttachmentInput } from '@partyline/protocol';
import type { PageParams } from '../paging.ts';
import type { RequestOptions } from '../transport.ts';

/** Of one message. */
export interface MessageParams {
  chatID: string;
}

export interface MessageSearchParams extends PageParams {
  /** Words, "exact phrases" and operators such as `from:me`, `in:`, `has:image`, `after:2024-05`; without it the other filters alone count. */
  query?: string | undefined;
  accountIDs?: readonly string[] | undefined;
  chatIDs?: readonly string[] | undefined;
  chatType?: 'group' | 'single' | undefined;
  mediaTypes?: readonly ('any' | 'video' | 'image' | 'audio' | 'link' | 'file')[] | undefined;
  /** `me`, `others` or a user ID. */
  sender?: string | undefined;
  dateAfter?: string | undefined;
  dateBefore?: string | undefined;
  /** True by default. */
  excludeLowPriority?: boolean | null | undefined;
  /** True by default. */
  includeMuted?: boolean | null | undefined;
}

export interface MessageSendParams {
  /** Plain text or Markdown. */
  text?: string | undefined;
  replyToMessageID?: string | undefined;
  /** An upload of `assets.upload`. */
  attachment?: MessageAttachmentInput | undefined;
  /** User IDs, or `@room`. */
  mentions?: readonly string[] | undefined;
  disableLinkPreview?: boolean | undefined;
  /** Instead of an idempotency key. Not in the official API. */
  transactionID?: string | undefined;
  /** When to send it; at once by default. Not in the official API. */
  sendAt?: string | undefined;
}

export interface MessageSendOptions extends RequestOptions {
  /** The same key gives the same answer and one message. Without one, each call has its own, for all of its tries. */
  idempotencyKey?: string | undefined;
}

export interface MessageUpdateParams extends MessageParams {
  /** Plain text or Markdown. */
  text: string;
}

export interface MessageDeleteParams extends MessageParams {
  /** True by default. */
  forEveryone?: boolean | null | undefined;
}
