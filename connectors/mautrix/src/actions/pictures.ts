/** A picture of this machine for a chat: the bridge fetches it from here, and what names it then stays in the chat. */

import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { addressOf } from '../store/media.ts';

/** Keeps the picture if `use` does what it is to do with its address, and only then. */
export async function usePicture(
  { homeserver: { media } }: HostedBridge,
  path: string,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const id = media.announce();
  try {
    await media.receive(id, createReadStream(path), { mimeType: await pictureType(path) });
    await use(addressOf(id));
  } catch (error) {
    media.remove(id);
    throw error;
  }
}

/** By the first bytes. */
async function pictureType(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer } = await file.read({ buffer: Buffer.alloc(12) });
  const at = (from: number, to: number) => buffer.subarray(from, to).toString('latin1');
  if (at(0, 4) === '\x89PNG') return 'image/png';
  if (at(0, 4) === 'GIF8') return 'image/gif';
  return at(8, 12) === 'WEBP' ? 'image/webp' : 'image/jpeg';
}
