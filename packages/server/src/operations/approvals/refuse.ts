import { Approval, RefuseInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ApprovalPath } from './paths.ts';

export const refuseMessage = operation({
  id: 'approvals.refuse',
  method: 'POST',
  path: '/v1/approvals/{pendingMessageID}/refuse',
  tag: 'Approvals',
  summary: 'Refuse a message: it is not sent',
  scope: 'write',
  params: ApprovalPath,
  body: RefuseInput,
  response: Approval,
  errors: ['CONFLICT'],
  handle: ({ services, caller, params, body }) =>
    services.outbox.approvals.refuse(caller.owner, params.pendingMessageID, body),
});
