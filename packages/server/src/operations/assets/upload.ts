import { UploadForm, UploadResult } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { storeUpload } from './store-upload.ts';

/** Contract 3.8. */
export const uploadAsset = operation({
  id: 'assets.upload',
  method: 'POST',
  path: '/v1/assets/upload',
  tag: 'Assets',
  summary: 'Upload a file',
  description:
    'The `uploadID` is for sending the file and for drafts. An upload that neither uses is removed after 24 hours.',
  scope: 'write',
  body: UploadForm,
  upload: { as: 'form', field: 'file' },
  response: UploadResult,
  handle: ({ services, caller, body, file }) => storeUpload(services.media, caller.owner, file, body),
});
