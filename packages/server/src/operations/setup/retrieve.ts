import { ApiError, AppState } from '@partyline/protocol';
import { publicOperation } from '../operation.ts';
import { appState } from './app-state.ts';

/** Contract 3.10. A server that somebody claimed wants a token, like the official one once it is signed in. */
export const retrieveSetup = publicOperation({
  id: 'app.setup.retrieve',
  method: 'GET',
  path: '/v1/app/setup',
  tag: 'Setup',
  summary: 'Whether the server is ready',
  description:
    '`needs-login` as long as nobody claimed the server and no token is sent; `ready` with a token. Once the server is claimed, a call without a token is answered with 401.',
  tokenHelps: true,
  response: AppState,
  errors: ['unauthorized'],
  async handle({ services, caller }) {
    if (caller !== undefined) return appState(true);
    if (await services.owner.isClaimed()) throw new ApiError('unauthorized');
    return appState(false);
  },
});
