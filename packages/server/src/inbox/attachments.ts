/** Attachments of received messages in the shape of the wire: contract 2.11. */

import type { IncomingAttachment } from '@partyline/connector';
import type { Attachment, Message } from '@partyline/protocol';
import type { Media, RemoteMedia } from '../media/media.ts';

/** Gives what the network holds a URL of ours. */
export type RememberMedia = Media['remember'];

export function attachmentView(incoming: IncomingAttachment, media: RemoteMedia): Attachment {
  const { kind, ref, ...told } = incoming;
  return {
    type: kind,
    id: media.url,
    srcURL: media.url,
    ...told,
    ...(media.posterURL !== undefined && { posterImg: media.posterURL }),
  };
}

/** What a message is by its first attachment. */
export function typeOf(attachment: Attachment | undefined): NonNullable<Message['type']> {
  if (attachment === undefined) return 'TEXT';
  if (attachment.isSticker === true) return 'STICKER';
  if (attachment.isVoiceNote === true) return 'VOICE';
  return types[attachment.type];
}

const types = { img: 'IMAGE', video: 'VIDEO', audio: 'AUDIO', unknown: 'FILE' } as const;
