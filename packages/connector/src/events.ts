/**
 * What a network delivers. Events may come in any order and more than once: an edit, a reaction or a removal may come before its message, and
 * the server keeps it until then. Every ID is the network's own.
 */

import type { ChatCapabilities, Message } from '@partyline/protocol';
import type { Profile } from './contract.ts';

export type NetworkEvent =
  | MessageEvent
  | EditEvent
  | RemovalEvent
  | ReactionEvent
  | ReadEvent
  | TypingEvent
  | ChatEvent
  | ChatRemovedEvent;

interface Addressed {
  /** `remoteID` of the account it is for; absent: the first account of the login. */
  readonly account?: string;
}

export interface ChatRef {
  readonly id: string;
  readonly type: 'single' | 'group';
  /** Used where the chat has no title yet; a change of title is a {@link ChatEvent}. */
  readonly title?: string;
}

export interface Sender {
  readonly id: string;
  readonly name?: string;
  readonly isSelf: boolean;
}

/** Plain text and, where the network has more to say than that, the same as HTML (the server cuts it down to what is allowed). */
export interface Content {
  readonly text: string;
  readonly html?: string;
  /** User IDs, or `@room` for everybody. */
  readonly mentions?: readonly string[];
  readonly attachments?: readonly IncomingAttachment[];
  /** What links in the text lead to. The server asks nobody for it, and keeps the first 8. */
  readonly links?: readonly IncomingLink[];
}

/** As the network told it, or the app of whoever sent the link (contract 2.13). */
export interface IncomingLink {
  /** `http(s)`; a link to anything else is left out. */
  readonly url: string;
  /** Up to 300 characters are kept. */
  readonly title: string;
  /** Up to 1,000 characters are kept. */
  readonly summary?: string;
  /** As it stands in the text, where that is another one. */
  readonly originalURL?: string;
  /** What `fetchMedia` needs to get the picture. */
  readonly imgRef?: string;
  readonly imgSize?: { readonly width: number; readonly height: number };
}

export interface MessageEvent extends Addressed, Content {
  readonly kind: 'message';
  /** Unique within the login, and the same when the network delivers the message again: the server deduplicates by it. */
  readonly id: string;
  readonly chat: ChatRef;
  readonly sender: Sender;
  /** The network's own time, milliseconds since the epoch. Messages of the same millisecond keep the order in which they are ingested. */
  readonly timestamp: number;
  /** Absent: `TEXT`, or what the first attachment is. */
  readonly type?: NonNullable<Message['type']>;
  /** Fetched from the past rather than just arrived: it does not make the chat unread. */
  readonly history?: boolean;
  /** The `transactionID` of the {@link OutgoingMessage} this is, where the network tells: it settles a send whose outcome was unknown. */
  readonly transactionID?: string;
  /** Native ID of the message that is answered. */
  readonly replyTo?: string;
}

export interface IncomingAttachment {
  readonly kind: 'img' | 'video' | 'audio' | 'unknown';
  /** What `fetchMedia` needs to get it; plain text of the connector's own. */
  readonly ref: string;
  readonly mimeType?: string;
  readonly fileName?: string;
  /** Bytes. */
  readonly fileSize?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly isGif?: boolean;
  readonly isSticker?: boolean;
  readonly isVoiceNote?: boolean;
}

/** The newest edit of a message counts: by `timestamp`, then by `id`. */
export interface EditEvent extends Addressed, Content {
  readonly kind: 'edit';
  /** Unique within the login. */
  readonly id: string;
  readonly chatID: string;
  readonly messageID: string;
  readonly timestamp: number;
}

/** The message is unsent. Nothing brings it back. */
export interface RemovalEvent extends Addressed {
  readonly kind: 'removal';
  readonly chatID: string;
  readonly messageID: string;
  readonly timestamp: number;
}

/** The newest word of a sender about a key counts; at the same time a removal wins. */
export interface ReactionEvent extends Addressed {
  readonly kind: 'reaction';
  readonly chatID: string;
  readonly messageID: string;
  readonly sender: Sender;
  /** An emoji or the network's own key. */
  readonly key: string;
  readonly removed?: boolean;
  readonly timestamp: number;
}

/** Somebody has read a chat up to a message; the own reading on another device too. */
export interface ReadEvent extends Addressed {
  readonly kind: 'read';
  readonly chatID: string;
  readonly reader: Sender;
  /** The last message that was read; absent: everything up to `timestamp`. */
  readonly messageID?: string;
  readonly timestamp: number;
}

/**
 * Somebody begins to type, goes on, or stops. Of this moment alone: it is never stored, nobody waits for it, and what is told of the own user or of a chat
 * that is not known is dropped. A message of that person ends it, and so do 30 s without another word and the end of the connection.
 */
export interface TypingEvent extends Addressed {
  readonly kind: 'typing';
  readonly chatID: string;
  readonly sender: Sender;
  readonly isTyping: boolean;
  /** Ends sooner by itself: after so many milliseconds. */
  readonly timeoutMs?: number;
}

/** What is known of a chat; fields that are absent stay as they are. Makes the chat if there is none. */
export interface ChatEvent extends Addressed {
  readonly kind: 'chat';
  readonly chat: ChatRef & ChatState;
  readonly participants?: ParticipantList;
}

export interface ChatState {
  readonly description?: string | null;
  /** An `http(s)` or `data:` URL. */
  readonly imgURL?: string | null;
  /** What `fetchMedia` needs to get the picture, where there is no URL of it. Another picture has another one. */
  readonly imgRef?: string | null;
  readonly isReadOnly?: boolean;
  readonly isArchived?: boolean;
  readonly isMuted?: boolean;
  readonly isPinned?: boolean;
  readonly isLowPriority?: boolean;
  readonly messageExpirySeconds?: number | null;
  readonly capabilities?: ChatCapabilities;
}

export interface ParticipantList {
  readonly items: readonly ChatParticipant[];
  /** `true`: everybody who is not in `items` is not in the chat. */
  readonly complete: boolean;
  /** IDs of those who left, where the list is not complete. */
  readonly gone?: readonly string[];
}

export interface ChatParticipant extends Profile {
  readonly isSelf?: boolean;
  readonly isAdmin?: boolean;
  /** Invited, not joined. */
  readonly isPending?: boolean;
  readonly isNetworkBot?: boolean;
}

/** The chat is gone for this account, with all its messages. */
export interface ChatRemovedEvent extends Addressed {
  readonly kind: 'chat_removed';
  readonly chatID: string;
}
