import { mediaAddress } from '../../../format/media-address.ts';

/** As pictures elsewhere, and drawings too: an `img` runs no script of theirs and fetches nothing. */
export const pictureAddress = (url: string): string | undefined =>
  /^data:image\/svg\+xml[;,]/i.test(url) ? url : mediaAddress(url);
