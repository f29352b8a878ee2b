import { BridgeID, ID, LoginSession, LoginStepInput } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Contract 3.3: answers within 25 s; a repeat of what was submitted is safe. */
export const submitLoginStep = operation({
  id: 'bridges.loginSessions.steps.submit',
  method: 'POST',
  path: '/v1/bridges/{bridgeID}/login-sessions/{loginSessionID}/steps/{stepID}',
  tag: 'Login sessions',
  summary: 'Submit a step, or wait on what it displays',
  description:
    'Answers with the session and its next step within 25 s. Submit a `display_and_wait` step to wait for its display to change or the login to end.',
  scope: 'write',
  params: Type.Object({ bridgeID: BridgeID, loginSessionID: ID, stepID: ID }),
  body: LoginStepInput,
  bodyLimit: 1024 * 1024,
  response: LoginSession,
  errors: ['CONFLICT'],
  handle: ({ services, caller, params, body }) =>
    services.loginSessions.submit(
      caller.owner,
      services.bridges.definition(params.bridgeID),
      params.loginSessionID,
      params.stepID,
      body,
    ),
});
