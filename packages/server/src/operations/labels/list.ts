import { LabelList } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Contract 3.6. */
export const listLabels = operation({
  id: 'labels.list',
  method: 'GET',
  path: '/v1/labels',
  tag: 'Labels',
  summary: 'List labels by name',
  scope: 'read',
  response: LabelList,
  handle: ({ services, caller }) => services.labels.list(caller.owner),
});
