/** What the owner says of an endpoint, as columns. */

import { invalidValue, type WebhookChange } from '@partyline/protocol';
import type { Egress } from '../egress/egress.ts';
import { fullChatIDs } from '../stream/full-chat-ids.ts';
import type { Stream } from '../stream/stream.ts';

interface Columns {
  readonly url?: string;
  readonly description?: string | null;
  readonly types?: string | null;
  readonly account_ids?: string | null;
  readonly chat_ids?: string | null;
  readonly position?: number;
}

/** @throws ApiError `VALIDATION_ERROR` for an address that is not called, `CURSOR_GONE` for a cursor that is too old */
export type ReadInput = (owner: string, input: Omit<WebhookChange, 'isDisabled'>) => Promise<Columns>;

export function inputReader(egress: Egress, stream: Pick<Stream, 'resolveChatID' | 'positionOf'>): ReadInput {
  const chats = async (owner: string, ids: readonly string[] | null) =>
    asJSON(ids && (await fullChatIDs(stream.resolveChatID, owner, ids)));
  return async (owner, { url, description, types, accountIDs, chatIDs, since }) => ({
    ...(url !== undefined && { url: checkedURL(egress, url) }),
    ...(description !== undefined && { description }),
    ...(types !== undefined && { types: asJSON(types) }),
    ...(accountIDs !== undefined && { account_ids: asJSON(accountIDs) }),
    ...(chatIDs !== undefined && { chat_ids: await chats(owner, chatIDs) }),
    ...(since !== undefined && { position: await stream.positionOf(since) }),
  });
}

function checkedURL(egress: Egress, text: string): string {
  const url = URL.parse(text);
  try {
    if (url === null) throw new Error('This is not an address such as https://example.org/hook');
    egress.check(url);
    url.hash = '';
    return url.href;
  } catch (error) {
    throw invalidValue(['body', 'url'], error instanceof Error ? error.message : String(error));
  }
}

const asJSON = (list: readonly string[] | null) => (list === null ? null : JSON.stringify(list));
