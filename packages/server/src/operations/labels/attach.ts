import { operation } from '../operation.ts';
import { ChatLabelPath } from './paths.ts';

/** Additive to the contract. */
export const attachLabel = operation({
  id: 'chats.labels.attach',
  method: 'PUT',
  path: '/v1/chats/{chatID}/labels/{labelID}',
  tag: 'Labels',
  summary: 'Put a label on a chat',
  scope: 'write',
  params: ChatLabelPath,
  handle: async ({ services, caller, params }) => {
    await services.labels.attach(caller.owner, params.chatID, params.labelID);
    return undefined;
  },
});
