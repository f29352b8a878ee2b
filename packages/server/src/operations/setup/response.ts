import { SetupComplete, SetupResponseInput } from '@partyline/protocol';
import { publicOperation } from '../operation.ts';
import { appState } from './app-state.ts';
import { setupLimits } from './limits.ts';

/** Contract 3.10. There is no Matrix account: the IDs only fill the fields that clients expect. */
export const answerSetupCode = publicOperation({
  id: 'app.setup.response',
  method: 'POST',
  path: '/v1/app/setup/response',
  tag: 'Setup',
  summary: 'Sign in with the code',
  description:
    'Answers a token that may read and write, until it is revoked. After five wrong codes the request is gone.',
  limits: setupLimits,
  body: SetupResponseInput,
  response: SetupComplete,
  errors: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
  async handle({ services, body, calledAt }) {
    const { id, token } = await services.setup.answer(body.setupRequestID, body.response);
    return {
      matrix: { accessToken: token, deviceID: id, homeserver: calledAt, userID: '@owner:partyline.localhost' },
      session: appState(true),
    };
  },
});
