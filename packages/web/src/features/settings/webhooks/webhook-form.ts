/** What is filled in for a new webhook, and what it means to the server. Plain TypeScript. */

import type { EventType, WebhookInput } from '@partyline/protocol';
import type { ChosenChat } from '../parts/ChatChooser.tsx';

export const eventTypes: readonly EventType[] = [
  'message.upserted',
  'message.deleted',
  'chat.upserted',
  'chat.deleted',
  'reminder.due',
  'approval.upserted',
  'account.upserted',
  'account.deleted',
];

export interface WebhookForm {
  readonly url: string;
  readonly description: string;
  readonly which: 'all' | 'some';
  readonly types: readonly EventType[];
  readonly of: 'all' | 'some';
  readonly accountIDs: readonly string[];
  readonly chats: readonly ChosenChat[];
}

export const emptyWebhookForm: WebhookForm = {
  url: '',
  description: '',
  which: 'all',
  types: [],
  of: 'all',
  accountIDs: [],
  chats: [],
};

export type WebhookProblem = 'url' | 'types' | 'of';

/** The first thing that is wrong, from the top. Which addresses may be called is the server's to say. */
export function problemOf({ url, which, types, of, accountIDs, chats }: WebhookForm): WebhookProblem | undefined {
  const address = URL.parse(url.trim());
  if (address === null || !/^https?:$/.test(address.protocol)) return 'url';
  if (which === 'some' && types.length === 0) return 'types';
  return of === 'some' && accountIDs.length === 0 && chats.length === 0 ? 'of' : undefined;
}

/** @param form one without a problem */
export function webhookInputOf(form: WebhookForm): WebhookInput {
  const { url, description, which, types, of, accountIDs, chats } = form;
  const isSome = of === 'some';
  return {
    url: url.trim(),
    ...(description.trim() !== '' && { description: description.trim() }),
    ...(which === 'some' && { types: [...types] }),
    ...(isSome && accountIDs.length > 0 && { accountIDs: [...accountIDs] }),
    ...(isSome && chats.length > 0 && { chatIDs: chats.map(({ id }) => id) }),
  };
}
