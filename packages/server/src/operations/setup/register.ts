import { ApiError, SetupComplete, SetupRegisterInput } from '@partyline/protocol';
import { publicOperation } from '../operation.ts';
import { setupLimits } from './limits.ts';

/** Contract 3.10. Signing in never asks for a registration here, so this has nothing to do. */
export const registerSetup = publicOperation({
  id: 'app.setup.register',
  method: 'POST',
  path: '/v1/app/setup/register',
  tag: 'Setup',
  summary: 'Register a user name',
  description: 'There are no user names to register: always refused.',
  limits: setupLimits,
  body: SetupRegisterInput,
  response: SetupComplete,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle({ services, body }) {
    services.setup.check(body.setupRequestID);
    throw new ApiError(
      'CONFLICT',
      'There is nothing to register here. Answer the code with POST /v1/app/setup/response.',
    );
  },
});
