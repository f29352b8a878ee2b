/** A message of ours as the content of a Matrix event. */

import type { MessageEdit, OutgoingAttachment, OutgoingMessage, OutgoingPart } from '@partyline/connector';
import type { Fields } from './fields.ts';
import { linkedIDs, type People, replaceLinkedIDs } from './people.ts';

/** The attachment's file as the homeserver holds it. */
export interface UploadedFile {
  /** `mxc://...` */
  readonly address: string;
}

export interface WrittenMessage {
  readonly type: 'm.room.message' | 'm.sticker';
  readonly content: Fields;
}

export function writeMessage(message: OutgoingMessage, people: People, file?: UploadedFile): WrittenMessage {
  const { attachment, replyTo } = message;
  const relation = replyTo === undefined ? {} : { 'm.relates_to': { 'm.in_reply_to': { event_id: replyTo.id } } };
  const previews = message.disableLinkPreview === true ? { 'com.beeper.linkpreviews': [] } : {};
  const said = writeText(message, message.mentions ?? [], people);
  if (attachment === undefined || file === undefined)
    return { type: 'm.room.message', content: { msgtype: 'm.text', ...said, ...previews, ...relation } };
  const media = writeMedia(attachment, file);
  const caption = message.text === '' ? { body: attachment.fileName, 'm.mentions': {} } : said;
  if (attachment.kind === 'sticker') return { type: 'm.sticker', content: { ...media, ...caption, ...relation } };
  return {
    type: 'm.room.message',
    content: { msgtype: msgtypeOf(attachment), filename: attachment.fileName, ...media, ...caption, ...relation },
  };
}

export function writeEdit(edit: MessageEdit, people: People): Fields {
  const said = { msgtype: 'm.text', ...writeText(edit, linkedIDs(edit.html ?? ''), people) };
  return {
    ...said,
    body: `* ${edit.text}`,
    'm.new_content': said,
    'm.relates_to': { rel_type: 'm.replace', event_id: edit.messageID },
  };
}

function writeText({ text, html }: OutgoingPart, mentions: readonly string[], people: People): Fields {
  const users = mentions.filter((id) => id !== '@room');
  const known = new Set(users);
  const linked = html && replaceLinkedIDs(html, (id) => (known.has(id) ? people.mxid(id) : undefined));
  return {
    body: text,
    ...(linked && { format: 'org.matrix.custom.html', formatted_body: linked }),
    'm.mentions': {
      ...(users.length > 0 && { user_ids: users.map((id) => people.mxid(id)) }),
      ...(mentions.includes('@room') && { room: true }),
    },
  };
}

/** A GIF may be a picture or, as most networks send them, a video. */
function msgtypeOf({ kind, mimeType }: OutgoingAttachment): string {
  return kind === 'gif' && mimeType.startsWith('image/') ? 'm.image' : msgtypes[kind];
}

const msgtypes: Readonly<Record<OutgoingAttachment['kind'], string>> = {
  image: 'm.image',
  gif: 'm.video',
  video: 'm.video',
  audio: 'm.audio',
  'voice-note': 'm.audio',
  file: 'm.file',
  sticker: 'm.sticker',
};

function writeMedia(attachment: OutgoingAttachment, file: UploadedFile): Fields {
  const duration = attachment.duration === undefined ? undefined : Math.round(attachment.duration * 1_000);
  return {
    url: file.address,
    info: {
      mimetype: attachment.mimeType,
      size: attachment.fileSize,
      ...(attachment.size && { w: attachment.size.width, h: attachment.size.height }),
      ...(duration !== undefined && { duration }),
      ...(attachment.kind === 'gif' && { 'fi.mau.gif': true }),
    },
    ...(attachment.kind === 'voice-note' && {
      'org.matrix.msc3245.voice': {},
      'org.matrix.msc1767.audio': { duration: duration ?? 0 },
    }),
  };
}
