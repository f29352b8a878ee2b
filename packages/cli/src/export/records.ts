/** What an export folder says of itself. The files for people aside, all of it is JSON; `docs/export.md` describes it. */

import type { Account, Attachment, Chat, Message } from '@partyline/protocol';

export const formats = ['json', 'markdown', 'html'] as const;
export type Format = (typeof formats)[number];

export const manifestFile = 'manifest.json';
export const chatFile = 'chat.json';
export const messagesFile = 'messages.jsonl';
export const mediaFolder = 'media';
export const exportFormat = 'partyline-export';
export const exportVersion = 1;

/** `manifest.json`, in the export's own folder. */
export interface Manifest {
  readonly format: typeof exportFormat;
  readonly version: number;
  /** ISO. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** False while an export is under way, or was ended in the middle. */
  readonly complete: boolean;
  /** ISO; only messages from then on, and until then, are in it. */
  readonly since: string | null;
  readonly until: string | null;
  /** ISO; everything older than that is to be fetched anew. Null when nothing is. */
  readonly freshSince: string | null;
  /** ISO; when the run began that is under way, or was ended in the middle: what it did since need not be done again. */
  readonly runSince: string;
  readonly accounts: readonly (Account & { readonly folder: string })[];
  readonly chats: readonly ChatSummary[];
}

export interface ChatSummary {
  readonly chatID: string;
  readonly accountID: string;
  readonly title: string;
  readonly type: Chat['type'];
  /** From the export's folder, with `/`. */
  readonly folder: string;
  readonly messages: number;
  readonly missingMedia: number;
  /** Time of the newest message, ISO. */
  readonly newest: string | null;
}

/** `chat.json`: the chat as the API has it, and how far its messages are here. */
export interface ChatRecord {
  readonly format: typeof exportFormat;
  readonly version: number;
  readonly chat: Chat;
  readonly messages: number;
  readonly newest: string | null;
  /** When the newest messages were asked for, ISO. */
  readonly readAt: string;
  /** What of the chat itself shows in the files; another text: they are made anew. */
  readonly facts: string;
  readonly formats: readonly Format[];
  /** Null: media was not wanted. */
  readonly missingMedia: readonly MissingMedia[] | null;
  /** The chat was no longer at the server when it was read last. */
  readonly isGone: boolean;
}

export interface MissingMedia {
  readonly file: string;
  readonly url: string;
  /** In words. */
  readonly reason: string;
}

/** A line of `messages.jsonl`: the message as the API has it, with the place of each file from the chat's folder. */
export type ExportedMessage = Omit<Message, 'attachments'> & { readonly attachments?: readonly ExportedAttachment[] };
export type ExportedAttachment = Attachment & { readonly file?: string };
