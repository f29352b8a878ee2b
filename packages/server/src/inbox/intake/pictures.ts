/** Pictures of chats and people that the network holds, where it has no URL of them: they are shown under one of ours, and fetched when asked for. */

import type { Profile } from '@partyline/connector';
import type { RememberMedia } from '../attachments.ts';
import type { Batch } from './batch.ts';

interface Pictured {
  readonly imgURL?: string | null;
  readonly imgRef?: string | null;
}

/** @returns the URL of the picture; null: there is none; undefined: nothing is said of it */
export async function pictureOf(
  { tx, owner }: Batch,
  accountID: string,
  { imgURL, imgRef }: Pictured,
  remember: RememberMedia,
): Promise<string | null | undefined> {
  if (typeof imgURL === 'string') return imgURL;
  if (typeof imgRef !== 'string') return imgURL === null ? null : imgRef;
  const { url } = await remember(tx, owner, { accountID, attachment: { kind: 'img', ref: imgRef } });
  return url;
}

/** Somebody with the URL of their picture, as they are stored. */
export async function pictured<Person extends Profile>(
  batch: Batch,
  accountID: string,
  person: Person,
  remember: RememberMedia,
): Promise<Omit<Person, 'imgRef'>> {
  const { imgRef: _, ...rest } = person;
  const imgURL = await pictureOf(batch, accountID, person, remember);
  return typeof imgURL === 'string' ? { ...rest, imgURL } : rest;
}
