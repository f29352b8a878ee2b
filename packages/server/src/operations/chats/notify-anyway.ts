import { Chat } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';

/** Contract 3.4: iMessage on macOS only, which is not among the networks here. */
export const notifyAnyway = operation({
  id: 'chats.notifyAnyway',
  method: 'POST',
  path: '/v1/chats/{chatID}/notify-anyway',
  tag: 'Chats',
  summary: 'Notify somebody who does not want to be disturbed',
  description: 'No network here can do that, so it is always refused.',
  scope: 'write',
  params: ChatPath,
  body: Type.Object({}),
  response: Chat,
  handle: ({ services, caller, params }) => services.chatActions.notifyAnyway(caller.owner, params.chatID),
});
