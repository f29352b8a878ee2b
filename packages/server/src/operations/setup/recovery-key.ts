/** Recovery keys of contract 3.10: there is nothing encrypted that one could recover, as long as there are no Matrix accounts. */

import { ApiError, RecoveryKeyAnswer, SessionAnswer } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

const key = Type.String({ minLength: 1 });

const nothingToRecover = (): ApiError =>
  new ApiError('CONFLICT', 'There is no recovery key: this server has no Matrix account.');

export const useRecoveryKey = operation({
  id: 'app.setup.recoveryKey.use',
  method: 'POST',
  path: '/v1/app/setup/verification/recovery-key',
  tag: 'Setup',
  summary: 'Verify with the recovery key',
  scope: 'write',
  body: Type.Object({ recoveryKey: key }),
  response: SessionAnswer,
  errors: ['CONFLICT'],
  handle() {
    throw nothingToRecover();
  },
});

export const resetRecoveryKey = operation({
  id: 'app.setup.recoveryKey.reset',
  method: 'POST',
  path: '/v1/app/setup/verification/recovery-key/reset',
  tag: 'Setup',
  summary: 'Get a new recovery key',
  scope: 'write',
  body: Type.Object({ existingRecoveryKey: Type.Optional(key) }),
  response: RecoveryKeyAnswer,
  errors: ['CONFLICT'],
  handle() {
    throw nothingToRecover();
  },
});

export const confirmRecoveryKey = operation({
  id: 'app.setup.recoveryKey.confirm',
  method: 'POST',
  path: '/v1/app/setup/verification/recovery-key/reset/confirm',
  tag: 'Setup',
  summary: 'Confirm that the new recovery key is kept',
  scope: 'write',
  // One build of the official command line sends `recoveryCode`.
  body: Type.Object({ recoveryKey: Type.Optional(key), recoveryCode: Type.Optional(key) }),
  response: SessionAnswer,
  errors: ['CONFLICT'],
  handle() {
    throw nothingToRecover();
  },
});
