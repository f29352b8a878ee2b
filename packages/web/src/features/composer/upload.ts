/** Uploads a file and tells how far it is. By `XMLHttpRequest`: `fetch` tells nothing of what was sent. */

import type { UploadResult } from '@partyline/protocol';
import { appHeaders } from '../../app/app-key.ts';
import type { DraftFile } from '../../data/drafts.ts';
import { t } from '../../texts/texts.ts';

interface UploadOptions {
  onProgress(percent: number): void;
  readonly signal: AbortSignal;
}

/** @throws Error with a message for people */
export async function upload(file: File, { onProgress, signal }: UploadOptions): Promise<DraftFile> {
  const form = new FormData();
  form.append('fileName', file.name);
  if (file.type !== '') form.append('mimeType', file.type.replace(/;.*/, ''));
  form.append('file', file, file.name);
  const { uploadID, error, fileName, mimeType, fileSize, width, height, duration, srcURL } = await post(form, {
    onProgress,
    signal,
  });
  if (uploadID === undefined) throw new Error(error ?? t.errors.unknown);
  return {
    uploadID,
    fileName: fileName ?? file.name,
    mimeType: mimeType ?? file.type,
    fileSize: fileSize ?? file.size,
    ...(srcURL !== undefined && { srcURL }),
    ...(width !== undefined && height !== undefined && { size: { width, height } }),
    ...(duration !== undefined && { duration }),
  };
}

function post(form: FormData, { onProgress, signal }: UploadOptions): Promise<UploadResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/v1/assets/upload');
    for (const [name, value] of Object.entries(appHeaders())) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((loaded / total) * 100));
    request.onerror = () => reject(new Error(t.errors.offline));
    request.onload = () => {
      const answer: UploadResult & { readonly message?: string } = request.response ?? {};
      if (request.status < 300) resolve(answer);
      else reject(new Error(answer.message ?? t.errors.unknown));
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
