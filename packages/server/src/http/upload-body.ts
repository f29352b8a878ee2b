/** What bodies that bring a file have in common. */

import type { Readable } from 'node:stream';
import { ApiError } from '@partyline/protocol';
import type { IncomingFile } from '../media/media-folder.ts';

export type ReceiveFile = (source: Readable) => Promise<IncomingFile>;

export interface ReceivedBody {
  /** With a placeholder of the file's field, if there was one. */
  readonly body: unknown;
  readonly file: IncomingFile | undefined;
}

/** Told like a validation problem but as 400: the body could not even be read. */
export function malformed(message: string): ApiError {
  return new ApiError('MALFORMED_REQUEST', message, {
    details: { issues: [{ code: 'malformed', message, path: ['body'] }] },
  });
}
