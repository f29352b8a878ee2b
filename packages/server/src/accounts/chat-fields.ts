/** What of a change to a chat is the network's to make (contract 2.8, `state`). */

import type { ChatUpdate } from '@partyline/connector';
import { type ChatCapabilities, type ChatPatch, invalidValue } from '@partyline/protocol';
import { notSupported } from './reach.ts';

export type NetworkFields = Pick<ChatUpdate, 'title' | 'description' | 'messageExpirySeconds'>;

/** @throws ApiError `NOT_SUPPORTED` in words, or `VALIDATION_ERROR` for an expiry that the network does not offer */
export function networkFields(patch: ChatPatch, capabilities: ChatCapabilities, network: string): NetworkFields {
  const { title, description, imgURL, messageExpirySeconds } = patch;
  const { state = {} } = capabilities;
  const need = (wanted: unknown, capability: { readonly level: number } | undefined, what: string) => {
    if (wanted !== undefined && (capability?.level ?? 0) <= 0) throw notSupported(network, what);
  };
  need(title, state.title, 'change the title of this chat');
  need(description, state.description, 'change the description of this chat');
  need(imgURL, state.avatar, 'change the picture of this chat');
  need(messageExpirySeconds, state.disappearingTimer, 'let messages of this chat disappear');
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(messageExpirySeconds !== undefined && {
      messageExpirySeconds: expiryOf(messageExpirySeconds, capabilities.disappearingTimer?.timers),
    }),
  };
}

/** @param timers the choices there are, in milliseconds; absent = any */
function expiryOf(seconds: number | null, timers: readonly number[] | undefined): number | null {
  if (seconds === null || seconds === 0) return null;
  if (timers === undefined || timers.includes(seconds * 1_000)) return seconds;
  const choices = timers.map((ms) => ms / 1_000).join(', ');
  const message = `messageExpirySeconds must be null or one of: ${choices}`;
  throw invalidValue(['body', 'messageExpirySeconds'], message);
}
