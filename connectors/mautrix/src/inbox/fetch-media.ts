/** Files that the bridge has uploaded, for the server. */

import { constants, copyFile } from 'node:fs/promises';
import { type MediaFetch, SendError } from '@partyline/connector';
import type { Homeserver } from '../host/homeserver.ts';
import { ownMediaID } from '../store/media.ts';

/** A bridge uploads in the background what it has named in a message. */
const patienceMs = 20_000;

/** @throws SendError that says why there is no file */
export async function fetchMedia({ media }: Homeserver, { ref, path, maxBytes }: MediaFetch): Promise<void> {
  const id = ownMediaID(ref);
  const file = id === undefined ? undefined : await media.find(id, patienceMs);
  if (file === undefined) throw refused('gone', 'The bridge no longer has this file.');
  if (file === 'late') throw refused('not_there_yet', 'The bridge has not delivered this file yet. Try again later.');
  if (file.size > maxBytes) throw refused('too_large', 'The file is larger than what may be fetched.');
  // Where the file system can, the bytes are shared.
  await copyFile(file.path, path, constants.COPYFILE_FICLONE);
}

function refused(reason: string, message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: reason === 'not_there_yet', reason, message });
}
