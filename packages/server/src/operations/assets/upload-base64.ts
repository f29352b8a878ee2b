import { Base64Upload, UploadResult } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { storeUpload } from './store-upload.ts';

/** Contract 3.8. */
export const uploadBase64Asset = operation({
  id: 'assets.uploadBase64',
  method: 'POST',
  path: '/v1/assets/upload/base64',
  tag: 'Assets',
  summary: 'Upload a file as base64',
  description: 'As the upload of a form, for clients that can only send JSON.',
  scope: 'write',
  body: Base64Upload,
  upload: { as: 'base64', field: 'content' },
  response: UploadResult,
  handle: ({ services, caller, body, file }) => storeUpload(services.media, caller.owner, file, body),
});
