/** What creating and starting a chat have in common. */

import type { ChatCreated } from '@partyline/protocol';
import { Type } from 'typebox';
import type { Begun, FirstMessage } from '../../accounts/new-chats.ts';
import type { Services } from '../operation.ts';

/** The first message must not go out twice when an SDK repeats the call. */
export const retryHeaders = {
  'x-stainless-retry-count': Type.String({ maxLength: 10, description: 'Sent by the official SDKs' }),
};

export function firstMessage(
  text: string | undefined,
  headers: { readonly 'x-stainless-retry-count'?: string | undefined },
): FirstMessage | undefined {
  return text === undefined ? undefined : { text, isRetry: Number(headers['x-stainless-retry-count'] ?? 0) > 0 };
}

/** The answer: contract 2.6. */
export async function createdView(services: Services, owner: string, { chatID, status }: Begun): Promise<ChatCreated> {
  const { preview: _, ...chat } = await services.chats.retrieve(owner, chatID);
  return { ...chat, chatID, status };
}
