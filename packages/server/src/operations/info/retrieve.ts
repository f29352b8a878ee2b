import { Info } from '@partyline/protocol';
import { publicOperation } from '../operation.ts';
import { infoOf } from './self-description.ts';

/** Contract 3.9. */
export const retrieveInfo = publicOperation({
  id: 'info.retrieve',
  method: 'GET',
  path: '/v1/info',
  tag: 'Server',
  summary: 'What this server is and where its parts are',
  response: Info,
  handle: ({ services, calledAt }) => infoOf(services.self, calledAt),
});
