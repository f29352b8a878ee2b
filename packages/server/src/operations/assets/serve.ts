import { AssetQuery } from '@partyline/protocol';
import { FileAnswer, operation } from '../operation.ts';

/** Contract 3.8. */
export const serveAsset = operation({
  id: 'assets.serve',
  method: 'GET',
  path: '/v1/assets/serve',
  tag: 'Assets',
  summary: 'Read an attachment',
  description:
    'Fetches the file from its network if need be. Takes `Range` and conditional requests. `?thumbnail` after an `mxc://` or `localmxc://` URL of a picture asks for a small copy, of at most 320 pixels.',
  scope: 'read',
  query: AssetQuery,
  binary: true,
  errors: ['NOT_FOUND', 'UPSTREAM_ERROR'],
  handle: async ({ services, caller, query }) => new FileAnswer(await services.media.open(caller.owner, query.url)),
});
