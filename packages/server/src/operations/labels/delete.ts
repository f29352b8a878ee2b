import { operation } from '../operation.ts';
import { LabelPath } from './paths.ts';

/** Additive to the contract. */
export const deleteLabel = operation({
  id: 'labels.delete',
  method: 'DELETE',
  path: '/v1/labels/{labelID}',
  tag: 'Labels',
  summary: 'Delete a label, also from its chats',
  scope: 'write',
  params: LabelPath,
  handle: async ({ services, caller, params }) => {
    await services.labels.remove(caller.owner, params.labelID);
    return undefined;
  },
});
