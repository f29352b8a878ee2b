/** What people do when somebody writes to them. */

import type { ChatRef, Content, IncomingAttachment, MessageEvent, NetworkEvent, Sender } from '@partyline/connector';
import { pieces } from './media.ts';
import type { KeptFile, Receipt } from './receipts.ts';

/** A message as the one who does something about it sees it. */
export interface Heard {
  readonly receipt: Receipt;
  readonly chat: ChatRef;
  readonly by: Sender;
  /** An ID for something that is said. */
  nextID(): string;
  /** The time in so many reply times (`replyMs`). */
  at(after: number): number;
}

export interface Deed {
  /** In how many reply times. */
  readonly after: number;
  readonly event: NetworkEvent;
}

/** IDs and times are fixed when the message is heard, so that they do not depend on which of two answers is the faster. */
export type Habit = (heard: Heard) => readonly Deed[];

export function echoes(after: number): Habit {
  return (heard) => [{ after, event: said(heard, after, contentOf(heard.receipt)) }];
}

export const reacts: Habit = ({ receipt, chat, by, at }) => {
  const about = { kind: 'reaction', chatID: chat.id, messageID: receipt.id, sender: by } as const;
  return [{ after: 1, event: { ...about, key: '👍', timestamp: at(1) } }];
};

export const editsAnswer: Habit = (heard) => {
  const { nextID, at, chat, receipt } = heard;
  const first = said(heard, 1, { text: receipt.text });
  const about = { kind: 'edit', id: nextID(), chatID: chat.id, messageID: first.id } as const;
  return [
    { after: 1, event: first },
    { after: 2, event: { ...about, text: `${receipt.text}, or rather not`, timestamp: at(2) } },
  ];
};

export const removesAnswer: Habit = (heard) => {
  const { at, chat, receipt } = heard;
  const first = said(heard, 1, { text: receipt.text });
  const removal = { kind: 'removal', chatID: chat.id, messageID: first.id, timestamp: at(2) } as const;
  return [
    { after: 1, event: first },
    { after: 2, event: removal },
  ];
};

export const repliesWithPicture: Habit = (heard) => {
  const picture = said(heard, 1, { text: 'A picture of it.', attachments: [pieces.picture.attachment] });
  return [{ after: 1, event: { ...picture, replyTo: heard.receipt.id } }];
};

export const reads: Habit = ({ receipt, chat, by, at }) => {
  const about = { kind: 'read', chatID: chat.id, reader: by, messageID: receipt.id } as const;
  return [{ after: 1, event: { ...about, timestamp: at(1) } }];
};

/** What a message says, as it goes on to others. */
export function contentOf({ text, html, mentions, attachment }: Receipt): Content {
  return {
    text,
    ...(html === undefined ? {} : { html }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(attachment === undefined ? {} : { attachments: [passedOn(attachment)] }),
  };
}

const kinds: Readonly<Record<string, IncomingAttachment['kind']>> = {
  image: 'img',
  gif: 'img',
  sticker: 'img',
  video: 'video',
  audio: 'audio',
  'voice-note': 'audio',
};

function passedOn({ kind, sha256, ...file }: KeptFile): IncomingAttachment {
  return {
    ...file,
    kind: kinds[kind] ?? 'unknown',
    ref: `kept:${sha256}`,
    ...(kind === 'gif' && { isGif: true }),
    ...(kind === 'sticker' && { isSticker: true }),
    ...(kind === 'voice-note' && { isVoiceNote: true }),
  };
}

function said({ chat, by, nextID, at }: Heard, after: number, content: Content): MessageEvent {
  return { kind: 'message', id: nextID(), chat, sender: by, timestamp: at(after), ...content };
}
