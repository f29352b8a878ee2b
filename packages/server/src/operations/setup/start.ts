import { SetupStarted } from '@partyline/protocol';
import { publicOperation } from '../operation.ts';

/** Contract 3.10. */
export const startSetup = publicOperation({
  id: 'app.setup.start',
  method: 'POST',
  path: '/v1/app/setup/start',
  tag: 'Setup',
  summary: 'Begin to sign in with a code',
  description: 'The calls that follow name the request by its ID, within ten minutes.',
  limits: [{ per: 'address', calls: 120, seconds: 600 }],
  response: SetupStarted,
  handle: ({ services }) => ({ setupRequestID: services.setup.start(), signInMethods: ['email'] }),
});
