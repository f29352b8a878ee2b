import { operation } from '../operation.ts';
import { ChatLabelPath } from './paths.ts';

/** Additive to the contract. */
export const detachLabel = operation({
  id: 'chats.labels.detach',
  method: 'DELETE',
  path: '/v1/chats/{chatID}/labels/{labelID}',
  tag: 'Labels',
  summary: 'Take a label off a chat',
  scope: 'write',
  params: ChatLabelPath,
  handle: async ({ services, caller, params }) => {
    await services.labels.detach(caller.owner, params.chatID, params.labelID);
    return undefined;
  },
});
