/** Which files a chat takes (contract 2.8), said before they are uploaded. */

import type { AttachmentCapabilities, ChatCapabilities } from '@partyline/protocol';
import { sizeText } from '../../format/file-size.ts';
import { t } from '../../texts/texts.ts';

/** What the server takes at most, of any file. */
const serverBytes = 500 * 1024 * 1024;

const matrixTypes = { image: 'm.image', video: 'm.video', audio: 'm.audio', file: 'm.file' } as const;

/** A chat that says nothing of files may still take their addresses: the server knows. */
export function fileProblem({ type, size }: Pick<File, 'type' | 'size'>, able: ChatCapabilities): string | undefined {
  const kinds = able.attachments ?? {};
  const rules = abilityOf(type, able);
  if (Object.keys(kinds).length > 0 && rules === undefined) return t.composer.notTaken;
  if (rules !== undefined && !takes(rules, type)) return t.composer.notTaken;
  const limit = Math.min(serverBytes, rules?.maxSize ?? serverBytes);
  return size > limit ? t.composer.tooLarge(sizeText(size), sizeText(limit)) : undefined;
}

/** Whether the text goes with the file, or in a message of its own. */
export const takesCaption = (mimeType: string, able: ChatCapabilities): boolean =>
  (abilityOf(mimeType, able)?.caption ?? 0) > 0;

function abilityOf(mimeType: string, { attachments }: ChatCapabilities): AttachmentCapabilities | undefined {
  const [top = ''] = mimeType.split('/');
  const kind = top === 'image' || top === 'video' || top === 'audio' ? top : 'file';
  return (mimeType === 'image/gif' ? attachments?.['fi.mau.gif'] : undefined) ?? attachments?.[matrixTypes[kind]];
}

function takes({ mimeTypes }: AttachmentCapabilities, type: string): boolean {
  const [top = ''] = type.split('/');
  const level = mimeTypes[type] ?? mimeTypes[`${top}/*`] ?? mimeTypes['*/*'];
  return level !== undefined && level > 0;
}
