/** Files that a model hands over: as bytes, because it has no disk here, or as an upload that is here already. */

import { Readable } from 'node:stream';
import { ApiError, type MessageAttachmentInput, oneOf, UploadResult } from '@partyline/protocol';
import { type Static, Type } from 'typebox';
import { uploadBase64Asset } from '../../operations/assets/upload-base64.ts';
import type { Desk } from '../tool.ts';

/** What fits into one call; the body as base64 is a third larger. */
const maxBase64 = 20_000_000;

export const FileInput = Type.Object(
  {
    data: Type.Optional(Type.String({ minLength: 1, maxLength: maxBase64, description: 'The bytes as base64' })),
    uploadID: Type.Optional(Type.String({ minLength: 1, description: 'Instead of data: a file uploaded before' })),
    fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    mimeType: Type.Optional(Type.String({ maxLength: 255 })),
    type: Type.Optional(oneOf(['image', 'video', 'audio', 'file', 'gif', 'voice-note', 'sticker'])),
  },
  { additionalProperties: false },
);

/** @throws ApiError `VALIDATION_ERROR` */
export async function uploaded(desk: Desk, input: Static<typeof FileInput>): Promise<MessageAttachmentInput> {
  const { data, uploadID, ...names } = input;
  if (uploadID !== undefined && data === undefined) return { uploadID, ...names };
  if (data === undefined || uploadID !== undefined)
    throw new ApiError('VALIDATION_ERROR', 'attachment needs either data or uploadID');
  const bytes = bytesOf(data);
  const file = await desk.receive(Readable.from([bytes]));
  try {
    const { fileName, mimeType, type } = names;
    const body = { content: 'in the file', ...(fileName && { fileName }), ...(mimeType && { mimeType }) };
    const stored = await desk.ask(uploadBase64Asset, UploadResult, { body, file });
    if (stored.uploadID === undefined) throw new ApiError('UPSTREAM_ERROR', stored.error ?? 'The file was not taken');
    return {
      uploadID: stored.uploadID,
      ...(fileName && { fileName }),
      ...(mimeType && { mimeType }),
      ...(type && { type }),
    };
  } finally {
    await file.discard();
  }
}

function bytesOf(data: string): Buffer {
  const plain = data.replace(/\s/g, '').replace(/^data:[^,]*;base64,/, '');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) throw new ApiError('VALIDATION_ERROR', 'attachment.data is not base64');
  return Buffer.from(plain, 'base64');
}
