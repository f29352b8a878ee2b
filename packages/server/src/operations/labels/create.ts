import { Label, LabelInput } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Additive to the contract. */
export const createLabel = operation({
  id: 'labels.create',
  method: 'POST',
  path: '/v1/labels',
  tag: 'Labels',
  summary: 'Make a label',
  description: 'Space around the name does not count. A name that is taken is refused with 409.',
  scope: 'write',
  body: LabelInput,
  response: Label,
  errors: ['CONFLICT'],
  handle: ({ services, caller, body }) => services.labels.create(caller.owner, body.name),
});
