import { ArchiveInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const archiveChat = operation({
  id: 'chats.archive',
  method: 'POST',
  path: '/v1/chats/{chatID}/archive',
  tag: 'Chats',
  summary: 'Put a chat into the archive, or take it out',
  scope: 'write',
  params: ChatPath,
  body: ArchiveInput,
  handle: async ({ services, caller, params, body }) => {
    await services.chatActions.update(caller.owner, params.chatID, { isArchived: body.archived ?? true });
    return undefined;
  },
});
