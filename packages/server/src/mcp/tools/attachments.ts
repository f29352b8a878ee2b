import { ApiError, type Attachment, Message, notFound } from '@partyline/protocol';
import { Type } from 'typebox';
import { serveAsset } from '../../operations/assets/serve.ts';
import { retrieveMessage } from '../../operations/messages/retrieve.ts';
import { FileAnswer } from '../../operations/operation.ts';
import { type AttachmentPlace, attachmentURI } from '../attachment-uri.ts';
import { type Block, type Desk, tool } from '../tool.ts';
import { chatID, messageID } from './arguments.ts';

/** What a model can be shown at once. */
const maxBytes = 10 * 1024 * 1024;

interface ReadFile {
  readonly uri: string;
  readonly mimeType: string;
  readonly fileName: string;
  readonly bytes: Buffer;
}

export const getAttachment = tool({
  name: 'get_attachment',
  title: 'Get an attachment',
  description:
    'The bytes of a file in a message: pictures and sound as such, other files as a resource. With preview a small copy of a picture.',
  scope: 'read',
  input: Type.Object({
    chatID,
    messageID,
    index: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Which of several, from 0' })),
    preview: Type.Optional(Type.Boolean({ default: false })),
  }),
  output: Type.Object({ uri: Type.String(), mimeType: Type.String(), fileName: Type.String(), bytes: Type.Integer() }),
  async run(desk, { index = 0, preview = false, ...place }) {
    const file = await readAttachment(desk, { ...place, index }, preview);
    const { uri, mimeType, fileName, bytes } = file;
    const text = `${fileName}, ${mimeType}, ${bytes.length} bytes`;
    return { text, structured: { uri, mimeType, fileName, bytes: bytes.length }, blocks: [blockOf(file)] };
  },
});

function blockOf({ uri, mimeType, bytes }: ReadFile): Block {
  const data = bytes.toString('base64');
  if (/^image\/(png|jpeg|gif|webp)$/.test(mimeType)) return { type: 'image', data, mimeType };
  if (mimeType.startsWith('audio/')) return { type: 'audio', data, mimeType };
  return { type: 'resource', resource: { uri, mimeType, blob: data } };
}

/** @throws ApiError `NOT_FOUND`, `PAYLOAD_TOO_LARGE` or `UPSTREAM_ERROR` */
export async function readAttachment(desk: Desk, place: AttachmentPlace, preview = false): Promise<ReadFile> {
  const { index, ...params } = place;
  const message = await desk.ask(retrieveMessage, Message, { params });
  const attachment: Attachment | undefined = message.attachments?.[index];
  const url = preview ? (attachment?.posterImg ?? attachment?.srcURL) : attachment?.srcURL;
  if (url === undefined) throw notFound('Attachment');
  const answer = await desk.tell(serveAsset, { query: { url } });
  if (!(answer instanceof FileAnswer)) throw notFound('Attachment');
  const { file, size, contentType, fileName } = answer.media;
  try {
    if (size > maxBytes) {
      const words = `${fileName} has ${size} bytes, and at most ${maxBytes} can be given here. Get it at /v1/assets/serve?url=${encodeURIComponent(url)}`;
      throw new ApiError('PAYLOAD_TOO_LARGE', words);
    }
    const uri = attachmentURI({ chatID: params.chatID, id: params.messageID }, index);
    return { uri, mimeType: contentType, fileName, bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}
