/** Answers of the asset calls: contract 2.23. Both can be HTTP 200 with only `error` set. */

import { Type } from 'typebox';

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
