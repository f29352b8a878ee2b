import { ApiError, AssetReference, type DownloadResult, DownloadResult as Result } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Contract 3.8. What goes wrong with the file is told in the answer (contract 2.23). */
export const downloadAsset = operation({
  id: 'assets.download',
  method: 'POST',
  path: '/v1/assets/download',
  tag: 'Assets',
  summary: 'Get an attachment as a file on the server',
  description:
    'Fetches the file from its network if need be. Clients on other machines read it with `GET /v1/assets/serve`.',
  scope: 'read',
  body: AssetReference,
  response: Result,
  async handle({ services, caller, body }): Promise<DownloadResult> {
    try {
      return { srcURL: await services.media.download(caller.owner, body.url) };
    } catch (error) {
      if (error instanceof ApiError && (error.code === 'NOT_FOUND' || error.code === 'UPSTREAM_ERROR'))
        return { error: error.message };
      throw error;
    }
  },
});
