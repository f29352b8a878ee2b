/** Input and answers of the asset calls: contract 2.23 and 3.8. Both answers can be HTTP 200 with only `error` set. */

import { Type } from 'typebox';

/** Largest file that is taken or fetched, in bytes: the contract's 500 MB. */
export const maxFileBytes = 500 * 1024 * 1024;

/** Of a file that comes as base64 (contract 3.8). */
export const maxBase64Characters = 750_000_000;

const names = {
  fileName: Type.Optional(Type.String({ maxLength: 1_024, description: 'Shown to people; never used as a path' })),
  mimeType: Type.Optional(
    Type.String({
      maxLength: 255,
      pattern: '^(?:[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?: *;[ -~]*)?)?$',
      description: 'What a network is told. When absent: what the content is.',
    }),
  ),
};

export const UploadForm = Type.Object(
  { file: Type.String({ format: 'binary', description: 'At most 500 MB' }), ...names },
  { title: 'UploadForm' },
);

export const Base64Upload = Type.Object(
  {
    content: Type.String({
      minLength: 1,
      maxLength: maxBase64Characters,
      description: 'The file as base64; of at most 500 MB when decoded',
    }),
    ...names,
  },
  { title: 'Base64Upload' },
);

export const AssetReference = Type.Object(
  { url: Type.String({ minLength: 1, description: 'An `mxc://` or `localmxc://` URL of an attachment' }) },
  { title: 'AssetReference' },
);

export const AssetQuery = Type.Object({
  url: Type.String({
    minLength: 1,
    description: 'An `mxc://` or `localmxc://` URL of an attachment, or a `file://` URL that this server gave',
  }),
});

export const UploadResult = Type.Object(
  {
    uploadID: Type.Optional(Type.String()),
    srcURL: Type.Optional(Type.String()),
    fileName: Type.Optional(Type.String()),
    mimeType: Type.Optional(Type.String()),
    fileSize: Type.Optional(Type.Number()),
    width: Type.Optional(Type.Number()),
    height: Type.Optional(Type.Number()),
    duration: Type.Optional(Type.Number()),
    error: Type.Optional(Type.String()),
  },
  { title: 'UploadResult' },
);
export type UploadResult = Type.Static<typeof UploadResult>;

export const DownloadResult = Type.Object(
  { srcURL: Type.Optional(Type.String()), error: Type.Optional(Type.String()) },
  { title: 'DownloadResult' },
);
export type DownloadResult = Type.Static<typeof DownloadResult>;
