/** Pictures of people that a network holds and has no URL of (connector contract, `imgRef`). */

import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { rememberAttachment, urlOfRemote } from './remote-attachments.ts';

/** What says of somebody how they look. */
export interface Pictured {
  readonly imgURL?: string;
  readonly imgRef?: string;
}

/** The same with the URL under which the picture is known to clients. */
export function withPictureURL<Face extends Pictured>(
  owner: string,
  accountID: string,
  face: Face,
): Omit<Face, 'imgRef'> {
  const { imgRef, ...rest } = face;
  const ref = refToRemember(face);
  return ref === undefined ? rest : { ...rest, imgURL: urlOfRemote(owner, accountID, ref) };
}

/** Makes the URL of {@link withPictureURL} lead to the picture. */
export async function rememberPicture(
  tx: Transaction,
  owner: string,
  accountID: string,
  face: Pictured,
): Promise<void> {
  const ref = refToRemember(face);
  if (ref !== undefined) await rememberAttachment(tx, owner, { accountID, attachment: { kind: 'img', ref } });
}

const facesPerQuery = 500;

/** As {@link rememberPicture}, for those that are not known yet: where all are, nothing is written. */
export async function rememberPictures(
  store: Store,
  owner: string,
  accountID: string,
  faces: readonly Pictured[],
): Promise<void> {
  const refs = [...new Set(faces.map(refToRemember).filter((ref) => ref !== undefined))];
  for (let start = 0; start < refs.length; start += facesPerQuery) {
    const some = refs.slice(start, start + facesPerQuery);
    const rows = await store.read
      .selectFrom('media')
      .select('remote_ref')
      .where('owner_id', '=', owner)
      .where('account_id', '=', accountID)
      .where('remote_ref', 'in', some)
      .execute();
    const known = new Set(rows.map(({ remote_ref }) => remote_ref));
    const fresh = some.filter((imgRef) => !known.has(imgRef));
    if (fresh.length === 0) continue;
    await store.write(async (tx) => {
      for (const imgRef of fresh) await rememberPicture(tx, owner, accountID, { imgRef });
    });
  }
}

function refToRemember({ imgURL, imgRef }: Pictured): string | undefined {
  return imgURL === undefined ? imgRef : undefined;
}
