/** Files, both ways. */

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DOMAIN } from '../../identities.ts';
import { addressOf } from '../../store/media.ts';
import type { Homeserver } from '../homeserver.ts';
import { MatrixError, notFound } from '../matrix-error.ts';
import type { Call, Route } from '../router.ts';

/** Bridges are told, and keep to it themselves. */
export const maxUploadBytes = 512 * 1024 * 1024;
/** A file that was named before it was uploaded is waited for. */
const uploadWaitMs = 20_000;

export function mediaRoutes({ media }: Homeserver): Route[] {
  const receive = async (id: string, { request, query }: Call): Promise<void> => {
    if (Number(request.headers['content-length']) > maxUploadBytes) throw tooLarge();
    const mimeType = request.headers['content-type'];
    const fileName = query.get('filename');
    await media.receive(id, Readable.from(limited(request)), {
      ...(mimeType !== undefined && { mimeType }),
      ...(fileName !== null && { fileName }),
    });
  };

  const download = async ({ path, response }: Call) => {
    // Default pictures of bots are on servers that cannot be reached from here.
    const file = path('server') === DOMAIN ? await media.find(path('id'), uploadWaitMs) : undefined;
    if (file === undefined) throw notFound('Media');
    if (file === 'late') throw new MatrixError(504, 'M_NOT_YET_UPLOADED', 'The file has not been uploaded yet');
    const reading = createReadStream(file.path);
    response.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.size });
    await pipeline(reading, response);
    return undefined;
  };

  return [
    {
      method: 'POST',
      path: '/_matrix/media/v1/create',
      handle: () => ({
        content_uri: addressOf(media.announce()),
        unused_expires_at: Date.now() + 24 * 60 * 60 * 1_000,
      }),
    },
    {
      method: 'POST',
      path: '/_matrix/media/v3/upload',
      async handle(call) {
        const id = media.announce();
        await receive(id, call);
        return { content_uri: addressOf(id) };
      },
    },
    {
      method: 'PUT',
      path: '/_matrix/media/v3/upload/:server/:id',
      async handle(call) {
        const known = await media.find(call.path('id'), 0);
        if (known === undefined) throw notFound('Media');
        await receive(call.path('id'), call);
        return {};
      },
    },
    { method: 'GET', path: '/v1/media/download/:server/:id', handle: download },
    { method: 'GET', path: '/v1/media/download/:server/:id/:name', handle: download },
    { method: 'GET', path: '/_matrix/media/v3/download/:server/:id', handle: download },
    { method: 'GET', path: '/v1/media/preview_url', handle: () => ({}) },
  ];
}

const tooLarge = () => new MatrixError(413, 'M_TOO_LARGE', 'The file is too large');

async function* limited(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxUploadBytes) throw tooLarge();
    yield chunk;
  }
}
