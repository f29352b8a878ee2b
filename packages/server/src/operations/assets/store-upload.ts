import type { UploadResult } from '@partyline/protocol';
import type { Media } from '../../media/media.ts';
import type { IncomingFile } from '../../media/media-folder.ts';
import type { UploadNames } from '../../media/uploads.ts';

export function storeUpload(
  media: Media,
  owner: string,
  file: IncomingFile | undefined,
  { fileName, mimeType }: UploadNames,
): Promise<UploadResult> {
  if (file === undefined) throw new Error('The shape of the call lets no upload through without a file');
  return media.upload(owner, file, { fileName, mimeType });
}
