/** The picture of a chat, as a caller names it (contract 3.4, `imgURL`): something that was uploaded here, and nothing else on this machine. */

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidValue } from '@partyline/protocol';
import type { Media } from '../media/media.ts';

export interface Picture {
  readonly uploadID: string;
  /** Where it lies. */
  readonly path: string;
  /** What clients get: `localmxc://…`. */
  readonly url: string;
}

/** @param name `uploadID`, `localmxc://` URL, or the upload's `srcURL` as `file://` URL or path. @throws ApiError `VALIDATION_ERROR` */
export async function pictureNamed(
  media: Pick<Media, 'describe' | 'pathOf'>,
  owner: string,
  name: string,
): Promise<Picture> {
  const uploadID = /[\w-]{22}$/.exec(name)?.[0] ?? '';
  const [upload, path] = await Promise.all([media.describe(owner, uploadID), media.pathOf(owner, uploadID)]);
  const isNamed = upload !== undefined && path !== undefined && [uploadID, upload.url, path].includes(plain(name));
  if (!isNamed) throw refusal('must be the uploadID, or the srcURL, of a picture that was uploaded to this server');
  if (!upload.mimeType.startsWith('image/')) throw refusal(`must be a picture; ${basename(upload.fileName)} is none`);
  return { uploadID, path, url: upload.url };
}

/** A path for a file URL. One that cannot be read names nothing. */
function plain(name: string): string {
  if (!name.startsWith('file://')) return name;
  try {
    return fileURLToPath(name);
  } catch {
    return '';
  }
}

function refusal(rule: string) {
  const message = `imgURL ${rule}`;
  return invalidValue(['body', 'imgURL'], message);
}
