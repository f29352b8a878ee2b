/** The file of a chat's messages, oldest first: what was there before, up to where the walk began to read anew, and then what the walk brought. */

import { join } from 'node:path';
import type { Message } from '@partyline/protocol';
import { mediaName } from './file-names.ts';
import { type ExportedAttachment, type ExportedMessage, mediaFolder, messagesFile } from './records.ts';
import { oldestFirst, type Walked, walkFile } from './walk.ts';
import { linesOf, writeWhole } from './whole-files.ts';

export interface Assembled {
  readonly messages: number;
  /** ISO. */
  readonly newest: string | null;
}

/** Once more after it was killed gives the same. */
export async function assemble(folder: string, walked: Walked): Promise<Assembled> {
  const path = join(folder, messagesFile);
  const walkPath = join(folder, walkFile);
  const oldestKey = await firstKey(walkPath, walked);
  return writeWhole(path, async (writer) => {
    let messages = 0;
    let newest: string | null = null;
    if (!walked.plan.fresh) {
      for await (const line of linesOf(path)) {
        const message: ExportedMessage = JSON.parse(line);
        // What is read anew is as it is now; of what is older everything stays.
        if (oldestKey !== undefined && message.sortKey >= oldestKey) break;
        await writer.write(`${line}\n`);
        messages += 1;
        newest = message.timestamp;
      }
    }
    let last: string | undefined;
    for await (const message of oldestFirst(walkPath, walked)) {
      // A message that moved up while pages were read stands in two of them.
      if (last !== undefined && message.sortKey <= last) continue;
      last = message.sortKey;
      await writer.write(`${JSON.stringify(exported(message))}\n`);
      messages += 1;
      newest = message.timestamp;
    }
    return { messages, newest };
  });
}

async function firstKey(path: string, walked: Walked): Promise<string | undefined> {
  for await (const { sortKey } of oldestFirst(path, walked)) return sortKey;
  return undefined;
}

function exported({ attachments, ...message }: Message): ExportedMessage {
  if (attachments === undefined) return message;
  return { ...message, attachments: attachments.map(withFile) };
}

/** Files with an address of their own on the web are left there. */
function withFile(attachment: ExportedAttachment): ExportedAttachment {
  const url = attachment.srcURL ?? attachment.id;
  if (url === undefined || !/^(?:mxc|localmxc|file):/.test(url)) return attachment;
  const usual = { img: 'picture', video: 'video', audio: 'audio', unknown: 'file' }[attachment.type];
  const name = mediaName(attachment.fileName, usual, url, extensionOf(attachment));
  return { ...attachment, file: `${mediaFolder}/${name}` };
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'text/plain': 'txt',
};

function extensionOf({ mimeType = '' }: ExportedAttachment): string {
  const [plain = ''] = mimeType.split(';');
  const [, subtype = ''] = plain.split('/');
  return extensions[plain] ?? (/^[a-z0-9]{1,8}$/i.test(subtype) ? subtype : 'bin');
}
