/** Attachments as Matrix tells them: `m.image`, `m.video`, `m.audio`, `m.file`, `m.sticker` (client-server API, "m.room.message msgtypes"). */

import type { IncomingAttachment } from '@partyline/connector';
import { type Fields, fields, flag, integer, text } from './fields.ts';

const kinds: Readonly<Record<string, IncomingAttachment['kind']>> = {
  'm.image': 'img',
  'm.video': 'video',
  'm.audio': 'audio',
  'm.file': 'unknown',
  'm.sticker': 'img',
};

/** What the content says of its file, apart from how to fetch it; undefined when it has none. */
export function mediaInfo(content: Fields, msgtype: string): Omit<IncomingAttachment, 'ref'> | undefined {
  const kind = kinds[msgtype];
  if (kind === undefined) return undefined;
  const info = fields(content['info']);
  const mimeType = text(info['mimetype']);
  const fileSize = integer(info['size']);
  const duration = integer(info['duration']) ?? integer(fields(content['org.matrix.msc1767.audio'])['duration']);
  const width = integer(info['w']);
  const height = integer(info['h']);
  const fileName = text(content['filename']) ?? text(content['body']);
  return {
    kind,
    ...(mimeType !== undefined && { mimeType }),
    ...(fileName !== undefined && { fileName }),
    ...(fileSize !== undefined && { fileSize }),
    // Milliseconds there, seconds here.
    ...(duration !== undefined && { duration: duration / 1_000 }),
    ...(width !== undefined && height !== undefined && { size: { width, height } }),
    ...((flag(info['fi.mau.gif']) || mimeType === 'image/gif') && { isGif: true }),
    ...(msgtype === 'm.sticker' && { isSticker: true }),
    ...(content['org.matrix.msc3245.voice'] !== undefined && { isVoiceNote: true }),
  };
}

/** The `mxc://` address of the file; undefined when there is none, or it is encrypted. */
export function mediaAddress(content: Fields): string | undefined {
  const url = text(content['url']);
  return url?.startsWith('mxc://') ? url : undefined;
}
