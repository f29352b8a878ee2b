import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4. */
export const clearReminder = operation({
  id: 'chats.reminders.delete',
  method: 'DELETE',
  path: '/v1/chats/{chatID}/reminders',
  tag: 'Chats',
  summary: 'Clear the reminder of a chat',
  scope: 'write',
  params: ChatPath,
  handle: async ({ services, caller, params }) => {
    await services.reminders.clear(caller.owner, params.chatID);
    return undefined;
  },
});
