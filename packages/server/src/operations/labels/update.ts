import { Label, LabelInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { LabelPath } from './paths.ts';

/** Additive to the contract. */
export const updateLabel = operation({
  id: 'labels.update',
  method: 'PATCH',
  path: '/v1/labels/{labelID}',
  tag: 'Labels',
  summary: 'Rename a label',
  scope: 'write',
  params: LabelPath,
  body: LabelInput,
  response: Label,
  errors: ['CONFLICT'],
  handle: ({ services, caller, params, body }) => services.labels.rename(caller.owner, params.labelID, body.name),
});
