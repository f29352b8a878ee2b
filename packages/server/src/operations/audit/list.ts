import { AuditPage, ID, pageQuery } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Additive to the contract. */
export const listAudit = operation({
  id: 'audit.list',
  method: 'GET',
  path: '/v1/audit',
  tag: 'Audit',
  summary: 'List what tokens have written, newest first',
  description:
    'Every call of a token that writes, by whichever door, with what came of it; never what was written. `direction=after` walks from the oldest entry.',
  scope: 'read',
  query: Type.Object({
    tokenID: Type.Optional(ID),
    chatID: Type.Optional(ID),
    ...pageQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  }),
  response: AuditPage,
  handle: ({ services, caller, query }) => services.audit.list(caller.owner, { ...query, limit: query.limit ?? 100 }),
});
