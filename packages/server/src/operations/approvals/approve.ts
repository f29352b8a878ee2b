import { Approval, ApproveInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ApprovalPath } from './paths.ts';

export const approveMessage = operation({
  id: 'approvals.approve',
  method: 'POST',
  path: '/v1/approvals/{pendingMessageID}/approve',
  tag: 'Approvals',
  summary: 'Let a message be sent, as it is or with another text',
  description:
    'It goes to the outbox under the `pendingMessageID` it has, once. Where its `sendAt` has passed it is sent at once.',
  scope: 'write',
  params: ApprovalPath,
  body: ApproveInput,
  bodyLimit: 1024 * 1024,
  response: Approval,
  errors: ['CONFLICT', 'NOT_SUPPORTED'],
  handle: ({ services, caller, params, body }) =>
    services.outbox.approvals.approve(caller.owner, params.pendingMessageID, body.text),
});
