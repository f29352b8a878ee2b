/** What the calls of chats are made with. Times are ISO 8601 with a zone. */

import type { UserHints } from '@partyline/protocol';
import type { PageParams } from '../paging.ts';

export interface ChatListParams extends PageParams {
  accountIDs?: readonly string[] | undefined;
}

export interface ChatSearchParams extends ChatListParams {
  /** All words must be there. */
  query?: string | undefined;
  /** Where: in titles and networks, the default, or in what the others are called. */
  scope?: 'titles' | 'participants' | undefined;
  type?: 'single' | 'group' | 'any' | undefined;
  /** All by default. */
  inbox?: 'primary' | 'low-priority' | 'archive' | undefined;
  unreadOnly?: boolean | null | undefined;
  /** True by default. */
  includeMuted?: boolean | null | undefined;
  lastActivityAfter?: string | undefined;
  lastActivityBefore?: string | undefined;
  labelID?: string | undefined;
  /** Each chat with its last message; false by default. Not in the official API. */
  withPreview?: boolean | undefined;
}

export interface ChatRetrieveParams {
  /** -1 for all of them; 100 by default, at most 500. */
  maxParticipantCount?: number | null | undefined;
}

export interface ChatCreateParams {
  accountID: string;
  type: 'single' | 'group';
  /** Exactly one for `single`. */
  participantIDs: readonly string[];
  /** Of a group. */
  title?: string | undefined;
  /** The first message to send. */
  messageText?: string | undefined;
}

export interface ChatStartParams {
  accountID: string;
  user: UserHints;
  allowInvite?: boolean | undefined;
  /** The first message to send. */
  messageText?: string | undefined;
}

export interface ChatArchiveParams {
  /** True by default; false takes the chat out again. */
  archived?: boolean | undefined;
}

export interface ChatDeleteParams {
  /** False by default. */
  forEveryone?: boolean | null | undefined;
}

export interface ChatReadParams {
  messageID?: string | undefined;
}

export interface ChatTypingParams {
  state: 'typing' | 'paused';
}
