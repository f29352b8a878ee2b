/** Pictures: how large they are, and small copies of them. */

import type Sharp from 'sharp';

/** Of a thumbnail: width and height fit in a square of so many pixels. */
const thumbnailPixels = 320;
/** Of a picture that is decoded: at four bytes each, the memory it may take. */
const maxPixels = 64_000_000;
/** Formats of messengers. The others, and what libvips would hand to further libraries, are not worth their risk. */
const readable = /^image\/(?:jpeg|png|apng|webp|gif|avif|heic|heif)$/;
/** Of HEIC the library can tell the size and no more: its codec is under patents. */
const drawable = /^image\/(?:jpeg|png|apng|webp|gif|avif)$/;
const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`);

export const thumbnailType = 'image/webp';

let loaded: Promise<typeof Sharp> | undefined;

/** Loaded when first needed: the library takes more memory than the rest of a server at rest. */
function sharp(): Promise<typeof Sharp> {
  loaded ??= import('sharp').then(({ default: library }) => {
    library.cache(false);
    library.concurrency(1);
    library.block({ operation: ['VipsForeignLoad'] });
    library.unblock({ operation: loaders });
    return library;
  });
  return loaded;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether there can be a thumbnail of it. */
export const isDrawable = (contentType: string): boolean => drawable.test(contentType);

/** As it is shown: turned the way its EXIF orientation says. @returns undefined when it cannot be read */
export async function pictureSize(path: string, contentType: string): Promise<Size | undefined> {
  if (!readable.test(contentType)) return undefined;
  try {
    const { autoOrient } = await (await sharp())(path, { limitInputPixels: false }).metadata();
    return autoOrient.width > 0 && autoOrient.height > 0 ? autoOrient : undefined;
  } catch {
    // A broken picture is still a file.
    return undefined;
  }
}

/** Writes a small WebP of the first frame. @throws Error when the picture is broken or too large to decode */
export async function writeThumbnail(source: string, target: string): Promise<void> {
  await (await sharp())(source, { limitInputPixels: maxPixels, autoOrient: true })
    .resize({ width: thumbnailPixels, height: thumbnailPixels, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toFile(target);
}
