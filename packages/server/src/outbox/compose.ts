/** From what a caller asks for to what can be sent: everything that can be refused is refused here, before anything happens. */

import {
  ApiError,
  type Attachment,
  type AttachmentCapabilities,
  type ChatCapabilities,
  type MessageAttachmentInput,
  notFound,
} from '@partyline/protocol';
import { htmlToText, markdownToHTML } from '@partyline/rich-text';
import type { AccountFacts } from '../inbox/account-facts.ts';
import type { ChatRow } from '../inbox/chat-rows.ts';
import { capabilitiesOf } from '../inbox/chat-views.ts';
import { findMessage } from '../inbox/message-rows.ts';
import type { Media } from '../media/media.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { DeliveryRequest } from './delivery-rows.ts';

/** Contract 3.5. */
export interface SendInput {
  readonly text?: string | undefined;
  readonly replyToMessageID?: string | undefined;
  readonly attachment?: MessageAttachmentInput | undefined;
  readonly mentions?: readonly string[] | undefined;
  readonly disableLinkPreview?: boolean | undefined;
}

export interface Composed {
  readonly request: DeliveryRequest;
  /** The network takes no such file: its address is sent instead, made in the transaction of the send. */
  readonly asLink: boolean;
}

export interface ComposeParts {
  readonly store: Store;
  readonly media: Media;
  /** Whether the server can give files an address that others reach. */
  readonly hasPublicAddress: boolean;
}

/** @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED` or `VALIDATION_ERROR`, in words */
export async function compose(
  parts: ComposeParts,
  chat: ChatRow,
  account: AccountFacts,
  input: SendInput,
): Promise<Composed> {
  const capabilities = capabilitiesOf(chat, account.capabilities);
  if (chat.read_only === 1) throw new ApiError('NOT_SUPPORTED', 'You cannot write in this chat. Nothing was sent.');
  const html = input.text === undefined ? '' : markdownToHTML(input.text);
  const text = htmlToText(html);
  if (text.trim() === '' && input.attachment === undefined) {
    throw new ApiError('VALIDATION_ERROR', 'A message needs a text or an attachment. Nothing was sent.');
  }
  checkLength(text, capabilities, account);
  const replyTo =
    input.replyToMessageID === undefined
      ? undefined
      : await replyOf(parts.store.read, chat, input.replyToMessageID, capabilities, account);
  const file =
    input.attachment === undefined
      ? undefined
      : await fileOf(parts, chat, input.attachment, text, capabilities, account);
  return {
    request: {
      text,
      html,
      senderID: account.userID,
      ...(replyTo !== undefined && { replyTo }),
      ...(input.mentions !== undefined && { mentions: input.mentions }),
      ...(file !== undefined && { attachment: file.attachment, shown: file.view }),
      ...(input.disableLinkPreview !== undefined && { disableLinkPreview: input.disableLinkPreview }),
    },
    asLink: file?.asLink ?? false,
  };
}

export function checkLength(text: string, { maxTextLength }: ChatCapabilities, account: AccountFacts): void {
  if (maxTextLength === undefined || text.length <= maxTextLength) return;
  throw new ApiError(
    'VALIDATION_ERROR',
    `The text is ${text.length - maxTextLength} characters too long for ${account.network}, which takes ${maxTextLength}. Nothing was sent.`,
  );
}

async function replyOf(
  db: Transaction,
  chat: ChatRow,
  messageID: string,
  capabilities: ChatCapabilities,
  account: AccountFacts,
): Promise<DeliveryRequest['replyTo']> {
  const message = await findMessage(db, chat.id, messageID);
  if (message === undefined) throw notFound('The message to reply to was');
  if ((capabilities.reply ?? 0) <= 0) {
    throw new ApiError('NOT_SUPPORTED', `${account.network} knows no replies. Nothing was sent.`);
  }
  if (message.remote_id === null) {
    throw new ApiError('CONFLICT', 'The message to reply to has no ID at the network yet. Nothing was sent.');
  }
  return { id: message.remote_id, senderID: message.sender_id, text: htmlToText(message.text) };
}

async function fileOf(
  { media, hasPublicAddress }: ComposeParts,
  chat: ChatRow,
  input: MessageAttachmentInput,
  caption: string,
  capabilities: ChatCapabilities,
  account: AccountFacts,
) {
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
  const asLink = refusal !== undefined && capabilities.attachments === undefined && hasPublicAddress;
  if (refusal !== undefined && !asLink) {
    const hint =
      capabilities.attachments === undefined ? ' Set publicURL, and files are sent as links to this server.' : '';
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
  const level = able.mimeTypes[mimeType] ?? able.mimeTypes[`${top}/*`] ?? able.mimeTypes['*/*'] ?? -2;
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
