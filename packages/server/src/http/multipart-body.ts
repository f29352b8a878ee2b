/** Reads a form whose one file goes straight to the disk. */

import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { ApiError, defaultBodyLimit, invalidValue } from '@partyline/protocol';
import type { IncomingFile } from '../media/media-folder.ts';
import { malformed, type ReceivedBody, type ReceiveFile } from './upload-body.ts';

const maxFields = 20;

/** @throws ApiError for what cannot be read; nothing is left on the disk then */
export async function readForm(request: IncomingMessage, field: string, receive: ReceiveFile): Promise<ReceivedBody> {
  const form = formReader(request, field);
  const fields = new Map<string, string>();
  const read = Promise.withResolvers<void>();
  let part: Readable | undefined;
  let partName: string | undefined;
  let receiving: Promise<IncomingFile> | undefined;
  const broken = () => malformed('The form ends too early or cannot be read');
  form.on('file', (_name, stream, fileName) => {
    part = stream;
    partName = fileName;
    fields.set(field, '');
    receiving = receive(stream);
    receiving.catch(read.reject);
  });
  form.on('field', (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) read.reject(new ApiError('PAYLOAD_TOO_LARGE', 'A field of the form is too long'));
    else fields.set(name, value);
  });
  form.once('filesLimit', () => read.reject(twice(field)));
  for (const limit of ['fieldsLimit', 'partsLimit'] as const)
    form.once(limit, () => read.reject(new ApiError('PAYLOAD_TOO_LARGE', 'The form has too many fields')));
  form.once('finish', () => read.resolve());
  form.on('error', () => read.reject(broken()));
  request.once('close', () => {
    if (!request.complete) read.reject(broken());
  });
  request.pipe(form);
  try {
    await read.promise;
    if (partName && !fields.get('fileName')) fields.set('fileName', partName);
    return { body: Object.fromEntries(fields), file: await receiving };
  } catch (error) {
    request.unpipe(form);
    // The rest is read and dropped, because many clients look at the answer only after they have sent everything.
    request.resume();
    part?.destroy(broken());
    await receiving?.then(
      (file) => file.discard(),
      () => undefined,
    );
    throw error;
  }
}

/** @throws ApiError when the header announces no form */
function formReader(request: IncomingMessage, field: string): BusboyInstance {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data(?:;|$)/i.test(type)) {
    request.resume();
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as multipart/form-data');
  }
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: { files: 1, fields: maxFields, parts: maxFields + 2, fieldSize: defaultBodyLimit },
      isPartAFile: (name) => name === field,
    });
  } catch {
    request.resume();
    throw malformed('The header Content-Type names no boundary');
  }
}

function twice(field: string): ApiError {
  const message = `The form may have one ${field} only`;
  return invalidValue(['body', field], message, 'too_big');
}
