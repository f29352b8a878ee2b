/** Reads a JSON object of which one text is a file as base64: that text goes decoded to the disk, the rest is parsed as usual. */

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ApiError } from '@partyline/protocol';
import { base64Decoder } from './base64-decoder.ts';
import { FieldScanner } from './field-scanner.ts';
import type { ReceivedBody, ReceiveFile } from './upload-body.ts';

/** @throws ApiError for what cannot be read; nothing is left on the disk then */
export async function readBase64(
  request: IncomingMessage,
  field: string,
  receive: ReceiveFile,
  parse: (text: string) => Promise<unknown>,
): Promise<ReceivedBody> {
  if (!/^application\/(?:.+\+)?json(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
  }
  const scanner = new FieldScanner(field);
  try {
    const file = await receive(Readable.from(decoded(request, scanner, field), { objectMode: false }));
    try {
      const text = scanner.rest();
      return { body: text === '' ? undefined : await parse(text), file: scanner.found ? file : undefined };
    } catch (error) {
      await file.discard();
      throw error;
    } finally {
      if (!scanner.found) await file.discard();
    }
  } catch (error) {
    // The rest is read and dropped, because many clients look at the answer only after they have sent everything.
    request.resume();
    throw error;
  }
}

async function* decoded(request: IncomingMessage, scanner: FieldScanner, field: string): AsyncGenerator<Buffer> {
  const decoder = base64Decoder(field);
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = decoder.push(scanner.push(chunk));
    if (bytes.length > 0) yield bytes;
  }
  const bytes = decoder.end();
  if (bytes.length > 0) yield bytes;
}
