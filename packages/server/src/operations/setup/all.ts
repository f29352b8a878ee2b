/** The setup group, in the order the API page shows it. */

import type { Operation } from '../operation.ts';
import { sendSetupCode } from './email.ts';
import { confirmRecoveryKey, resetRecoveryKey, useRecoveryKey } from './recovery-key.ts';
import { registerSetup } from './register.ts';
import { answerSetupCode } from './response.ts';
import { retrieveSetup } from './retrieve.ts';
import { startSetup } from './start.ts';
import {
  createVerification,
  listVerifications,
  retrieveVerification,
  scanVerification,
  verificationSteps,
} from './verifications.ts';

export const setupOperations: readonly Operation[] = [
  retrieveSetup,
  startSetup,
  sendSetupCode,
  answerSetupCode,
  registerSetup,
  listVerifications,
  createVerification,
  retrieveVerification,
  scanVerification,
  ...verificationSteps,
  useRecoveryKey,
  resetRecoveryKey,
  confirmRecoveryKey,
];
