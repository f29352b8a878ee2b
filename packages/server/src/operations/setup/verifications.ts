/**
 * Device verification of contract 3.10. There are no Matrix accounts yet, so there is nothing to verify: lists are empty, and what would begin or go on
 * with a verification is refused, in a way that ends the loop of the official command line (client-expectations.md, 2.3).
 */

import { ApiError, notFound, VerificationAnswer, VerificationList } from '@partyline/protocol';
import { Type } from 'typebox';
import { type Operation, operation } from '../operation.ts';

const VerificationPath = Type.Object({ verificationID: Type.String({ minLength: 1, description: 'Or `active`' }) });

const nothingToVerify = (): ApiError =>
  new ApiError('CONFLICT', 'There is nothing to verify: this server has no Matrix account.');

export const listVerifications = operation({
  id: 'app.setup.verifications.list',
  method: 'GET',
  path: '/v1/app/setup/verifications',
  tag: 'Setup',
  summary: 'List device verifications',
  scope: 'read',
  response: VerificationList,
  handle: () => ({ items: [] }),
});

export const createVerification = operation({
  id: 'app.setup.verifications.create',
  method: 'POST',
  path: '/v1/app/setup/verifications',
  tag: 'Setup',
  summary: 'Begin a device verification',
  scope: 'write',
  body: Type.Object({
    purpose: Type.Optional(Type.Union([Type.Literal('login'), Type.Literal('device')])),
    userID: Type.Optional(Type.String({ minLength: 1 })),
  }),
  response: VerificationAnswer,
  errors: ['CONFLICT'],
  handle() {
    throw nothingToVerify();
  },
});

export const retrieveVerification = operation({
  id: 'app.setup.verifications.retrieve',
  method: 'GET',
  path: '/v1/app/setup/verifications/{verificationID}',
  tag: 'Setup',
  summary: 'Get a device verification',
  scope: 'read',
  params: VerificationPath,
  response: VerificationAnswer,
  handle() {
    throw notFound('Verification');
  },
});

export const scanVerification = operation({
  id: 'app.setup.verifications.qr.scan',
  method: 'POST',
  path: '/v1/app/setup/verifications/qr/scan',
  tag: 'Setup',
  summary: 'Scan the QR code of another device',
  scope: 'write',
  body: Type.Object({ data: Type.String({ minLength: 1 }) }),
  response: VerificationAnswer,
  errors: ['CONFLICT'],
  handle() {
    throw nothingToVerify();
  },
});

const step = (verb: string, path: string, summary: string, body?: ReturnType<typeof cancelBody>): Operation =>
  operation({
    id: `app.setup.verifications.${verb}`,
    method: 'POST',
    path: `/v1/app/setup/verifications/{verificationID}/${path}`,
    tag: 'Setup',
    summary,
    scope: 'write',
    params: VerificationPath,
    ...(body !== undefined && { body }),
    response: VerificationAnswer,
    handle() {
      throw notFound('Verification');
    },
  });

const cancelBody = () => Type.Object({ code: Type.Optional(Type.String()), reason: Type.Optional(Type.String()) });

export const verificationSteps: readonly Operation[] = [
  step('accept', 'accept', 'Accept a device verification'),
  step('cancel', 'cancel', 'Cancel a device verification', cancelBody()),
  step('qr.confirmScanned', 'qr/confirm-scanned', 'Confirm that the other device scanned'),
  step('sas.start', 'sas/start', 'Begin to compare emoji'),
  step('sas.confirm', 'sas/confirm', 'Confirm that the emoji are the same'),
];
