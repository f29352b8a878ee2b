/** The file of a message: what it is, how it is shown, and whether the network takes it. */

import {
  ApiError,
  type Attachment,
  type AttachmentCapabilities,
  type ChatCapabilities,
  type MessageAttachmentInput,
} from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';
import type { ChatRow } from '../inbox/chat-rows.ts';
import type { Media } from '../media/media.ts';
import type { DeliveryRequest } from './delivery-rows.ts';

export interface AttachmentParts {
  readonly media: Media;
  /** Whether the server can give files an address that others reach. */
  readonly hasPublicAddress: boolean;
}

interface ComposedFile {
  readonly attachment: NonNullable<DeliveryRequest['attachment']>;
  readonly view: Attachment;
  /** The network takes no files at all: its address is sent instead. */
  readonly asLink: boolean;
}

/** @throws ApiError `NOT_FOUND` or `NOT_SUPPORTED` */
export async function fileOf(
  { media, hasPublicAddress }: AttachmentParts,
  chat: ChatRow,
  input: MessageAttachmentInput,
  caption: string,
  capabilities: ChatCapabilities,
  account: AccountFacts,
): Promise<ComposedFile> {
  const owner = chat.owner_id ?? '';
  const upload = await media.describe(owner, input.uploadID);
  if (upload === undefined) {
    throw new ApiError('NOT_FOUND', 'The upload was not found. Uploads that are not used are deleted after a day.');
  }
  const mimeType = upload.mimeType;
  const kind = input.type === undefined ? kindOf(mimeType) : input.type === 'voiceNote' ? 'voice-note' : input.type;
  const size = input.size ?? upload.size;
  const attachment = {
    uploadID: input.uploadID,
    kind,
    mimeType,
    fileName: input.fileName ?? upload.fileName,
    fileSize: upload.fileSize,
    ...(size !== undefined && { size }),
    ...(input.duration !== undefined && { duration: input.duration }),
  };
  const refusal = refusalOf(abilityOf(capabilities, kind), attachment, caption);
  const takesNone = Object.keys(capabilities.attachments ?? {}).length === 0;
  const asLink = takesNone && hasPublicAddress;
  if (refusal !== undefined && !asLink) {
    const hint = takesNone ? ' Start the server with --public-url, and files are sent as links to it.' : '';
    throw new ApiError('NOT_SUPPORTED', `${account.network} ${refusal} Nothing was sent.${hint}`);
  }
  const view: Attachment = {
    type: viewTypes[kind],
    id: upload.url,
    srcURL: upload.url,
    mimeType,
    fileName: attachment.fileName,
    fileSize: upload.fileSize,
    ...(size !== undefined && { size }),
    ...(input.duration !== undefined && { duration: input.duration }),
    ...(kind === 'gif' && { isGif: true }),
    ...(kind === 'sticker' && { isSticker: true }),
    ...(kind === 'voice-note' && { isVoiceNote: true }),
    ...(upload.posterURL !== undefined && { posterImg: upload.posterURL }),
  };
  return { attachment, view, asLink };
}

type Kind = 'image' | 'video' | 'audio' | 'file' | 'gif' | 'voice-note' | 'sticker';

function kindOf(mimeType: string): Kind {
  if (mimeType === 'image/gif') return 'gif';
  const [top] = mimeType.split('/');
  return top === 'image' || top === 'video' || top === 'audio' ? top : 'file';
}

/** Keys of `ChatCapabilities.attachments` (contract 2.8). */
const matrixTypes: Readonly<Record<Kind, string>> = {
  image: 'm.image',
  video: 'm.video',
  audio: 'm.audio',
  file: 'm.file',
  gif: 'fi.mau.gif',
  'voice-note': 'org.matrix.msc3245.voice',
  sticker: 'm.sticker',
};

/** A network that knows no GIFs or voice notes of their own takes them as pictures and sounds. */
function abilityOf({ attachments }: ChatCapabilities, kind: Kind): AttachmentCapabilities | undefined {
  const plain = kind === 'gif' ? 'image' : kind === 'voice-note' ? 'audio' : kind;
  return attachments?.[matrixTypes[kind]] ?? attachments?.[matrixTypes[plain]];
}

const viewTypes = {
  image: 'img',
  video: 'video',
  audio: 'audio',
  file: 'unknown',
  gif: 'img',
  'voice-note': 'audio',
  sticker: 'img',
} as const satisfies Record<Kind, Attachment['type']>;

/** Why the network does not take the file, as the end of a sentence; undefined when it does. */
function refusalOf(
  able: AttachmentCapabilities | undefined,
  { mimeType, fileSize, duration }: { mimeType: string; fileSize: number; duration?: number },
  caption: string,
): string | undefined {
  if (able === undefined) return 'takes no such files.';
  const [top] = mimeType.split('/');
  const levels = new Map(Object.entries(able.mimeTypes));
  const level = levels.get(mimeType) ?? levels.get(`${top}/*`) ?? levels.get('*/*') ?? -2;
  if (level <= 0) return `takes no files of the type ${mimeType} in this form.`;
  const { maxSize, maxDuration, maxCaptionLength } = able;
  if (maxSize !== undefined && fileSize > maxSize)
    return `takes files of up to ${maxSize} bytes; this one has ${fileSize}.`;
  if (maxDuration !== undefined && (duration ?? 0) > maxDuration) {
    return `takes ${maxDuration} s of this; it is ${duration} s long.`;
  }
  if (caption === '') return undefined;
  if ((able.caption ?? -2) <= 0) return 'takes no text together with such a file. Send the text by itself.';
  if (maxCaptionLength !== undefined && caption.length > maxCaptionLength) {
    return `takes ${maxCaptionLength} characters of text with such a file; this one has ${caption.length}.`;
  }
  return undefined;
}
