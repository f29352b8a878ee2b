import { ApiError, ID } from '@partyline/protocol';
import { Type } from 'typebox';
import type { Caller } from '../../auth/tokens.ts';

export const WebhookPath = Type.Object({ webhookID: ID });

/** Whoever says where messages are posted can read them. @throws ApiError `FORBIDDEN` */
export function needRead({ scopes }: Caller): void {
  if (!scopes.has('read'))
    throw new ApiError(
      'FORBIDDEN',
      'This call needs a token with the scope "read" too: webhooks tell what is in chats.',
    );
}
