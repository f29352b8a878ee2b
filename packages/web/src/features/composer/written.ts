/** What is written in a chat and not sent. */

import type { ChatDraft } from '@partyline/protocol';
import { type Draft, type DraftFile, noDraft } from '../../data/drafts.ts';
import { markdownText } from '../../html/markdown-text.ts';

interface Drafted {
  readonly draft?: ChatDraft | null | undefined;
}

/** @param typed here, if anything was: else what another device, or an earlier visit, has left at the server counts */
export const writtenIn = (chat: Drafted | undefined, typed: Draft | undefined): Draft => typed ?? draftOf(chat?.draft);

function draftOf(draft: ChatDraft | null | undefined): Draft {
  if (draft === undefined || draft === null) return noDraft;
  const files = Object.values(draft.attachments ?? {}).map(
    ({ id, type, fileName, filePath, mimeType, fileSize, size }): DraftFile => ({
      uploadID: id,
      ...(type === 'recorded_audio' && { type: 'voice-note' }),
      ...(fileName !== undefined && { fileName }),
      ...(mimeType !== undefined && { mimeType }),
      ...(fileSize !== undefined && { fileSize }),
      ...(filePath !== undefined && { srcURL: `file://${filePath}` }),
      ...(size?.width !== undefined &&
        size.height !== undefined && { size: { width: size.width, height: size.height } }),
    }),
  );
  return { text: markdownText(draft.text), files };
}
