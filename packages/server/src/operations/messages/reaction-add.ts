import { randomUUID } from 'node:crypto';
import { ReactionAdded } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { MessagePath } from './paths.ts';

/** Contract 3.5. */
export const addReaction = operation({
  id: 'messages.reactions.add',
  method: 'POST',
  path: '/v1/chats/{chatID}/messages/{messageID}/reactions',
  tag: 'Messages',
  summary: 'React to a message',
  scope: 'write',
  params: MessagePath,
  body: Type.Object({
    reactionKey: Type.String({ minLength: 1, maxLength: 200 }),
    transactionID: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  }),
  response: ReactionAdded,
  errors: ['CONFLICT', 'NOT_SUPPORTED', 'UPSTREAM_ERROR'],
  async handle({ services, caller, params, body }) {
    const { reactionKey, transactionID = randomUUID() } = body;
    const reacted = await services.messageActions.react({ owner: caller.owner, ...params }, reactionKey, transactionID);
    return { success: true as const, ...reacted, reactionKey, transactionID };
  },
});
