import { SetupEmailInput } from '@partyline/protocol';
import { publicOperation } from '../operation.ts';
import { setupLimits } from './limits.ts';

/** Contract 3.10. */
export const sendSetupCode = publicOperation({
  id: 'app.setup.email',
  method: 'POST',
  path: '/v1/app/setup/email',
  tag: 'Setup',
  summary: 'Have the sign-in code sent',
  description:
    "The code is mailed when the address is the owner's and mail is set up (`ownerEmail`, `smtpURL`). In every other case it is shown on the server's console. The answer is the same.",
  limits: setupLimits,
  body: SetupEmailInput,
  errors: ['NOT_FOUND'],
  handle({ services, body }) {
    services.setup.sendCode(body.setupRequestID, body.email);
    return undefined;
  },
});
