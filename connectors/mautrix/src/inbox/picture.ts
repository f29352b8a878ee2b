/** Pictures of people and chats: `imgRef` of the contract. */

import { text } from '@partyline/matrix-content';
import { ownMediaID } from '../store/media.ts';

/** What `fetchMedia` reads it by; undefined when there is none, or it is on a server that cannot be reached from here. */
export function pictureRef(address: unknown): string | undefined {
  const given = text(address);
  return given !== undefined && ownMediaID(given) !== undefined ? given : undefined;
}

/** Without the field where there is no picture. */
export function withPicture(address: unknown): { readonly imgRef?: string } {
  const imgRef = pictureRef(address);
  return imgRef === undefined ? {} : { imgRef };
}
