import { EditResult } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { MessagePath } from './paths.ts';

/** Contract 3.5. */
export const editMessage = operation({
  id: 'messages.update',
  method: 'PUT',
  path: '/v1/chats/{chatID}/messages/{messageID}',
  tag: 'Messages',
  summary: 'Edit a message',
  description: 'Own messages without attachments, where the network can. Resolves when the network agreed.',
  scope: 'write',
  params: MessagePath,
  bodyLimit: 1024 * 1024,
  body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 500_000 }) }),
  response: EditResult,
  errors: ['CONFLICT', 'NOT_SUPPORTED', 'UPSTREAM_ERROR'],
  async handle({ services, caller, params, body }) {
    const message = await services.messageActions.edit({ owner: caller.owner, ...params }, body.text);
    return { ...message, messageID: message.id, success: true as const };
  },
});
