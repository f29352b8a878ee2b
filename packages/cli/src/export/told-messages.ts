/** The messages of an exported chat with what is to be said beside each, read one by one. */

import { join } from 'node:path';
import type { Message } from '@partyline/protocol';
import { htmlToText } from '@partyline/rich-text';
import { isThere } from './media.ts';
import { type ChatRecord, type ExportedAttachment, type ExportedMessage, messagesFile } from './records.ts';
import { shown } from './shown.ts';
import { formatDay } from './times.ts';
import { linesOf } from './whole-files.ts';

export interface Told {
  readonly message: ExportedMessage;
  readonly sender: string;
  /** The first of its day. */
  readonly startsDay: boolean;
  /** Somebody else spoke before. */
  readonly startsTurn: boolean;
  /** What it answers, as far as that is still known. */
  readonly answered: Quote | undefined;
  readonly files: readonly ToldFile[];
  /** By key, in the order of the first of each. */
  readonly reactions: readonly { readonly key: string; readonly names: readonly string[] }[];
}

export interface Quote {
  readonly sender: string;
  readonly text: string;
}

export interface ToldFile {
  readonly attachment: ExportedAttachment;
  /** From the chat's folder; undefined when it is not here. */
  readonly file: string | undefined;
  readonly name: string;
}

/** So many messages back, an answer is told with what it answers; before that with a link alone. */
const keptQuotes = 10_000;
const quoteLength = 160;

export async function* toldMessages(folder: string, { chat }: ChatRecord): AsyncGenerator<Told> {
  const names = new Map(
    chat.participants.items.map((person) => [person.id, shown(person.fullName ?? person.username, shown(person.id))]),
  );
  const quotes = new Map<string, Quote>();
  let day = '';
  let turn = '';
  for await (const line of linesOf(join(folder, messagesFile))) {
    const message: ExportedMessage = JSON.parse(line);
    const sender = shown(message.senderName ?? names.get(message.senderID), shown(message.senderID));
    const today = formatDay(message.timestamp);
    const { linkedMessageID } = message;
    const answered = linkedMessageID === undefined ? undefined : quotes.get(linkedMessageID);
    yield {
      message,
      sender,
      startsDay: today !== day,
      startsTurn: today !== day || message.senderID !== turn,
      answered,
      files: await filesOf(folder, message),
      reactions: reactionsOf(message, names),
    };
    names.set(message.senderID, sender);
    day = today;
    turn = message.senderID;
    quotes.set(message.id, { sender, text: quoteText(message) });
    if (quotes.size > keptQuotes) quotes.delete(quotes.keys().next().value ?? '');
  }
}

function quoteText({ text = '', attachments = [], isDeleted }: ExportedMessage): string {
  if (isDeleted === true) return 'deleted message';
  const plain = htmlToText(text).replace(/\s+/g, ' ').trim();
  if (plain === '') return attachments.map(nameOfFile).join(', ');
  return plain.length <= quoteLength ? plain : `${plain.slice(0, quoteLength).toWellFormed()}…`;
}

async function filesOf(folder: string, { attachments = [] }: ExportedMessage): Promise<ToldFile[]> {
  const files: ToldFile[] = [];
  for (const attachment of attachments) {
    const { file } = attachment;
    const isHere = file !== undefined && (await isThere(join(folder, file)));
    files.push({ attachment, file: isHere ? file : undefined, name: nameOfFile(attachment) });
  }
  return files;
}

const kinds = { img: 'Picture', video: 'Video', audio: 'Audio', unknown: 'File' } as const;

const nameOfFile = ({ fileName, type, isSticker, isVoiceNote }: ExportedAttachment): string =>
  shown(fileName, isSticker ? 'Sticker' : isVoiceNote ? 'Voice message' : (kinds[type] ?? 'File'));

function reactionsOf({ reactions = [] }: Pick<Message, 'reactions'>, names: ReadonlyMap<string, string>) {
  const byKey = Map.groupBy(reactions, ({ reactionKey }) => reactionKey);
  return [...byKey].map(([key, list]) => ({
    key,
    names: list.map(({ participantID }) => names.get(participantID) ?? shown(participantID)),
  }));
}
