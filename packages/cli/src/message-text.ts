/** Messages as people read them. */

import type { Attachment, Message } from '@partyline/protocol';
import { htmlToText } from '@partyline/rich-text';
import { sizeText } from '@partyline/server/size-text';
import { localTime } from './local-time.ts';
import { columns, cut, paint, printable, printableLines, wrap } from './text.ts';

export interface MessageSurroundings {
  /** Where messages of several chats stand together. */
  readonly chatTitle?: string | undefined;
  /** The message that this one answers, where it is known. */
  readonly quoted?: Message | undefined;
  /** Whether the ID is told, by which commands take it; by default. */
  readonly withID?: boolean;
  /** Where it is printed; standard output by default. */
  readonly stream?: NodeJS.WriteStream;
}

const indent = '    ';
const quoteWidth = 60;
const longestName = 40;

/**
 * A line with time, sender and ID, and indented under it what the message holds. Nothing of it can fool a terminal. At a terminal it is wrapped to its width;
 * elsewhere every line of the text stays one line.
 */
export function messageLines(message: Message, about: MessageSurroundings = {}): string {
  const { stream = process.stdout } = about;
  const body = [
    ...(message.linkedMessageID === undefined ? [] : [paint('gray', answered(about.quoted), stream)]),
    ...textOf(message, stream),
    ...(message.attachments ?? []).map((attachment) => printable(`[${attachmentWords(attachment)}]`)),
    ...reactionsOf(message),
    ...statusOf(message, stream),
  ];
  return [heading(message, about, stream), ...body.map((part) => fitted(part, stream))].join('\n');
}

/** The text alone, as a person reads it; control characters are gone. Empty where there is none. */
export const plainText = ({ text = '' }: Pick<Message, 'text'>): string => printableLines(htmlToText(text)).trim();

/** What a summary is made of: messages have it, and those that wait to be sent. */
type Summarised = Pick<Message, 'text' | 'attachments' | 'type' | 'isDeleted'>;

/** All of it on one line of at most so many columns: the text, or what stands in for it. */
export function messageSummary(message: Summarised, width: number): string {
  const [attachment] = message.attachments ?? [];
  const files = attachment === undefined ? [] : [printable(`[${attachmentWords(attachment)}]`)];
  const words = message.isDeleted === true ? ['(deleted)'] : [...files, plainText(message).replace(/\s+/g, ' ')];
  return cut(words.filter(Boolean).join(' ') || (message.type ?? 'message').toLowerCase(), width);
}

/** Nobody else can be called `You`. */
export function senderOf({ isSender, senderName, senderID }: Message): string {
  if (isSender === true) return 'You';
  const name = printable(senderName || senderID);
  return name.trim().toLowerCase() === 'you' ? `${name} (${printable(senderID)})` : name;
}

function heading(
  message: Message,
  { chatTitle, withID = true }: MessageSurroundings,
  stream: NodeJS.WriteStream,
): string {
  const chat = chatTitle === undefined ? '' : ` in ${printable(chatTitle)}`;
  const edited = message.editedTimestamp === undefined ? '' : ' (edited)';
  const id = withID ? `  ${printable(message.id)}` : '';
  return `${paint('gray', localTime(message.timestamp), stream)}  ${paint('bold', cut(senderOf(message), longestName), stream)}${chat}${edited}${paint('gray', id, stream)}`;
}

const answered = (quoted: Message | undefined): string =>
  quoted === undefined
    ? '↳ in reply to an earlier message'
    : `↳ ${senderOf(quoted)}: ${messageSummary(quoted, quoteWidth)}`;

function textOf(message: Message, stream: NodeJS.WriteStream): string[] {
  if (message.isDeleted === true) return [paint('gray', '(deleted)', stream)];
  const text = plainText(message);
  if (text !== '') return [text];
  const hasFile = message.attachments !== undefined && message.attachments.length > 0;
  return hasFile ? [] : [`[${(message.type ?? 'message').toLowerCase()}]`];
}

/** `voice note, 12 s, 34 kB`: a network's own words only as the file's name. */
function attachmentWords({ type, fileName, fileSize, duration, isGif, isSticker, isVoiceNote }: Attachment): string {
  const kinds = { img: 'picture', video: 'video', audio: 'audio', unknown: 'file' } as const;
  const kind = isSticker ? 'sticker' : isVoiceNote ? 'voice note' : isGif ? 'GIF' : (kinds[type] ?? 'file');
  return [
    fileName === undefined || fileName === '' ? kind : `${kind} ${fileName}`,
    ...(duration === undefined ? [] : [`${Math.round(duration)} s`]),
    ...(fileSize === undefined ? [] : [sizeText(fileSize)]),
  ].join(', ');
}

function reactionsOf({ reactions = [] }: Message): string[] {
  const counts = new Map<string, number>();
  for (const { reactionKey } of reactions) counts.set(reactionKey, (counts.get(reactionKey) ?? 0) + 1);
  const words = [...counts].map(([key, count]) => (count === 1 ? printable(key) : `${printable(key)} ${count}`));
  return words.length === 0 ? [] : [words.join('  ')];
}

function statusOf({ sendStatus }: Message, stream: NodeJS.WriteStream): string[] {
  if (sendStatus === undefined || sendStatus.status === 'SUCCESS') return [];
  if (sendStatus.status === 'PENDING') return [paint('yellow', '(being sent)', stream)];
  const why = sendStatus.message ?? sendStatus.reason;
  return [paint('red', `not sent${why === undefined ? '' : `: ${printable(why)}`}`, stream)];
}

const fitted = (text: string, stream: NodeJS.WriteStream): string =>
  stream.isTTY ? wrap(text, columns(stream), indent) : text.replace(/^/gm, indent);
