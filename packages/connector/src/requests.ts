/** What the server asks of a connection. Every ID is the network's own. */

import type { ChatEvent } from './events.ts';

export interface OutgoingPart {
  readonly text: string;
  /** The same text with formatting, in the contract's HTML subset; absent when there is none. */
  readonly html?: string;
}

export interface OutgoingMessage extends OutgoingPart {
  /** Unique, and the same should this message ever be handed over again. Networks that deduplicate get it as their own transaction ID. */
  readonly transactionID: string;
  /** `remoteID` of the account it is sent from. */
  readonly account: string;
  /** Native chat ID, or native user ID for a first direct message where the network has no chat yet. */
  readonly chatID: string;
  readonly replyTo?: { readonly id: string; readonly senderID: string; readonly text: string };
  readonly mentions?: readonly string[];
  readonly attachment?: OutgoingAttachment;
  readonly disableLinkPreview?: boolean;
}

export interface OutgoingAttachment {
  /** A file on this machine to read from; it stays there until the call settles. */
  readonly path: string;
  readonly kind: 'image' | 'video' | 'audio' | 'file' | 'gif' | 'voice-note' | 'sticker';
  readonly mimeType: string;
  readonly fileName: string;
  /** Bytes. */
  readonly fileSize: number;
  /** Seconds. */
  readonly duration?: number;
  readonly size?: { readonly width: number; readonly height: number };
}

interface ToMessage {
  readonly account: string;
  readonly chatID: string;
  readonly messageID: string;
}

export interface MessageEdit extends ToMessage, OutgoingPart {
  readonly transactionID: string;
}

export interface MessageRemoval extends ToMessage {
  /** `false`: only for this account. */
  readonly forEveryone: boolean;
}

export interface OutgoingReaction extends ToMessage {
  readonly transactionID: string;
  readonly key: string;
}

export type ReadMark = ToMessage;

export interface TypingNotice {
  readonly account: string;
  readonly chatID: string;
  readonly typing: boolean;
}

export interface ChatRequest {
  readonly account: string;
  readonly type: 'single' | 'group';
  /** Exactly one for `single`. */
  readonly participantIDs: readonly string[];
  readonly title?: string;
}

/** A chat as the network has it now. */
export interface ChatSnapshot extends Pick<ChatEvent, 'chat' | 'participants'> {
  /** Whether the chat was made by this call. */
  readonly created: boolean;
}

export interface ChatUpdate {
  readonly account: string;
  readonly chatID: string;
  readonly title?: string | null;
  readonly description?: string | null;
  /** A file on this machine; null takes the picture away. */
  readonly imgPath?: string | null;
  readonly isArchived?: boolean;
  readonly isMuted?: boolean;
  readonly isPinned?: boolean;
  readonly isLowPriority?: boolean;
  readonly messageExpirySeconds?: number | null;
}

export interface MediaFetch {
  /** The attachment's own `ref`. */
  readonly ref: string;
  /** The file to write, which does not exist yet. */
  readonly path: string;
  /** Bytes; more than that must not be fetched. */
  readonly maxBytes: number;
}

export interface HistoryRequest {
  readonly account: string;
  readonly chatID: string;
  /** The oldest message that the server has of this chat; absent: it has none. */
  readonly before?: { readonly id: string; readonly timestamp: number };
  /** About how many messages; more or fewer may come. */
  readonly count: number;
}

export interface History {
  /** Whether the network may have still older messages. */
  readonly hasMore: boolean;
}

export interface ChatDeletion {
  readonly account: string;
  readonly chatID: string;
  /** `false`: only for this account. */
  readonly forEveryone: boolean;
}
