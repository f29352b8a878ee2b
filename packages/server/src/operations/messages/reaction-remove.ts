import { ID, invalidValue, ReactionRemoved } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { MessagePath } from './paths.ts';

const errors = ['CONFLICT', 'NOT_SUPPORTED', 'UPSTREAM_ERROR'] as const;

/** Contract 3.5. */
export const removeReaction = operation({
  id: 'messages.reactions.delete',
  method: 'DELETE',
  path: '/v1/chats/{chatID}/messages/{messageID}/reactions/{reactionKey}',
  tag: 'Messages',
  summary: 'Take the own reaction back',
  scope: 'write',
  params: Type.Object({ chatID: ID, messageID: ID, reactionKey: ID }),
  response: ReactionRemoved,
  errors,
  async handle({ services, caller, params }) {
    const { reactionKey, ...ref } = params;
    const reacted = await services.messageActions.unreact({ owner: caller.owner, ...ref }, reactionKey);
    return { success: true as const, ...reacted, reactionKey };
  },
});

/** The older form, with the key in the query or in the body (contract 3.5, [LEG]). */
export const removeReactionByKey = operation({
  id: 'messages.reactions.deleteByKey',
  method: 'DELETE',
  path: '/v1/chats/{chatID}/messages/{messageID}/reactions',
  tag: 'Messages',
  summary: 'Take the own reaction back (older form)',
  scope: 'write',
  params: MessagePath,
  query: Type.Object({ reactionKey: Type.Optional(ID) }),
  body: Type.Object({ reactionKey: Type.Optional(ID) }),
  response: ReactionRemoved,
  errors,
  async handle({ services, caller, params, query, body }) {
    const reactionKey = query.reactionKey ?? body.reactionKey;
    if (reactionKey === undefined) {
      const message = 'reactionKey is needed, in the query or in the body';
      throw invalidValue(['query', 'reactionKey'], message, 'missing');
    }
    const reacted = await services.messageActions.unreact({ owner: caller.owner, ...params }, reactionKey);
    return { success: true as const, ...reacted, reactionKey };
  },
});
