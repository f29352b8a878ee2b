/** A picture of this machine, for the bridge to fetch. */

import { readFile } from 'node:fs/promises';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';

export async function offerPicture({ homeserver }: HostedBridge, path: string) {
  const bytes = await readFile(path);
  return homeserver.media.offer({ path, mimeType: pictureType(bytes), fileName: undefined, size: bytes.length });
}

/** By the first bytes. */
function pictureType(bytes: Buffer): string {
  if (bytes.subarray(0, 4).toString('latin1') === '\x89PNG') return 'image/png';
  if (bytes.subarray(0, 4).toString('latin1') === 'GIF8') return 'image/gif';
  return bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : 'image/jpeg';
}
