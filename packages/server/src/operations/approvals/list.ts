import { ApprovalPage, ApprovalState } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Additive to the contract, as all of approvals. */
export const listApprovals = operation({
  id: 'approvals.list',
  method: 'GET',
  path: '/v1/approvals',
  tag: 'Approvals',
  summary: 'List messages that wait for approval, or waited, newest first',
  description: 'The event `approval.upserted` tells of each that is new or was decided.',
  scope: 'read',
  query: Type.Object({
    state: Type.Optional(ApprovalState),
    cursor: Type.Optional(Type.String({ minLength: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  response: ApprovalPage,
  handle: ({ services, caller, query }) =>
    services.outbox.approvals.list(caller.owner, { ...query, limit: query.limit ?? 50 }),
});
