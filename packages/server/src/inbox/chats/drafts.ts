/** Unsent text of a chat (contract 2.7, 2.12 and 3.4). */

import type { DraftAttachmentInput } from '@partyline/protocol';
import { ApiError, type ChatDraft, type ChatDraftInput, type DraftAttachment } from '@partyline/protocol';
import { markdownToHTML } from '@partyline/rich-text';
import type { Media } from '../../media/media.ts';
import { uploadNotFound } from '../../media/uploads.ts';
import type { Transaction } from '../../store/writer.ts';
import type { ChatRow } from '../chat-rows.ts';

/** A draft as it is stored; `null` is none. */
export interface NewDraft {
  readonly draft: ChatDraft | null;
  readonly uploadIDs: readonly string[];
}

type Uploads = Pick<Media, 'describe' | 'pathOf' | 'keep'>;

/** @param input one without text and attachments is none. @throws ApiError `NOT_FOUND` for an upload that is not here */
export async function readDraft(media: Uploads, owner: string, input: ChatDraftInput | null): Promise<NewDraft> {
  const given = Object.entries(input?.attachments ?? {});
  if (input === null || (input.text === '' && given.length === 0)) return { draft: null, uploadIDs: [] };
  const text = markdownToHTML(input.text);
  if (given.length === 0) return { draft: { text }, uploadIDs: [] };
  const attachments: Record<string, DraftAttachment> = {};
  for (const [id, attachment] of given) attachments[id] = await attachmentOf(media, owner, id, attachment);
  return { draft: { text, attachments }, uploadIDs: given.map(([, { uploadID }]) => uploadID) };
}

async function attachmentOf(
  media: Uploads,
  owner: string,
  id: string,
  input: DraftAttachmentInput,
): Promise<DraftAttachment> {
  const upload = await media.describe(owner, input.uploadID);
  const filePath = await media.pathOf(owner, input.uploadID);
  if (upload === undefined || filePath === undefined) throw uploadNotFound();
  const size = input.size ?? upload.size;
  return {
    id,
    type: typeOf(input.type),
    mimeType: input.mimeType ?? upload.mimeType,
    fileName: input.fileName ?? upload.fileName,
    filePath,
    fileSize: upload.fileSize,
    ...(input.duration !== undefined && { audioDurationSeconds: input.duration }),
    ...(size !== undefined && { size: { width: size.width, height: size.height } }),
  };
}

function typeOf(type: DraftAttachmentInput['type']): DraftAttachment['type'] {
  if (type === 'gif') return 'gif';
  return type === 'voice-note' || type === 'voiceNote' ? 'recorded_audio' : 'file';
}

/** What somebody typed is not overwritten by another program. @throws ApiError `CONFLICT` */
export function checkDraft(chat: ChatRow, { draft }: NewDraft): void {
  if (draft === null || chat.draft === null) return;
  throw new ApiError('CONFLICT', 'The chat has a draft already. Clear it first with "draft": null.');
}

/** Its files stay. @returns what the chat's row becomes. @throws ApiError `CONFLICT` or `NOT_FOUND` */
export async function draftChange(
  tx: Transaction,
  media: Uploads,
  owner: string,
  chat: ChatRow,
  next: NewDraft,
): Promise<Pick<ChatRow, 'draft'>> {
  checkDraft(chat, next);
  for (const uploadID of next.uploadIDs) await media.keep(tx, owner, uploadID);
  return { draft: next.draft === null ? null : JSON.stringify(next.draft) };
}
