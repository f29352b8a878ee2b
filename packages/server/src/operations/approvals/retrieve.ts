import { Approval } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ApprovalPath } from './paths.ts';

export const retrieveApproval = operation({
  id: 'approvals.retrieve',
  method: 'GET',
  path: '/v1/approvals/{pendingMessageID}',
  tag: 'Approvals',
  summary: 'Get one message that waits for approval, or waited',
  scope: 'read',
  params: ApprovalPath,
  response: Approval,
  handle: ({ services, caller, params }) => services.outbox.approvals.retrieve(caller.owner, params.pendingMessageID),
});
