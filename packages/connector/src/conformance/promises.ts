/** Which method of a connection stands behind which words of a manifest. */

import type { Connection, Manifest } from '../contract.ts';

export interface Promised {
  readonly method: keyof Connection;
  /** Whether the manifest promises it for every chat. */
  readonly isPromised: (manifest: Manifest) => boolean;
  /** Whether the manifest speaks of it at all: with 0 or `false` only some chats may have it. */
  readonly isNamed: (manifest: Manifest) => boolean;
}

type Chat = Manifest['chatCapabilities'];

export const promises: readonly Promised[] = [
  inChats('edit', ({ edit }) => [edit]),
  inChats('remove', ({ delete: forEveryone, deleteForMe }) => [forEveryone, deleteForMe]),
  inChats('react', ({ reaction }) => [reaction]),
  inChats('unreact', ({ reaction }) => [reaction]),
  inChats('markRead', ({ readReceipts }) => [readReceipts]),
  inChats('typing', ({ typingNotifications }) => [typingNotifications]),
  inChats('updateChat', ({ archive, state }) => [archive, ...Object.values(state ?? {}).map((one) => one?.level)]),
  inChats('deleteChat', ({ deleteChat, deleteChatForEveryone }) => [deleteChat, deleteChatForEveryone]),
  always('createChat', ({ resolveIdentifier, groupCreation }) => {
    return resolveIdentifier?.createDM === true || Object.keys(groupCreation ?? {}).length > 0;
  }),
  always('logout', ({ logoutScopes }) => logoutScopes.length > 0),
];

/** Promised or not, in every chat. */
function always(method: keyof Connection, isPromised: (manifest: Manifest) => boolean): Promised {
  return { method, isPromised, isNamed: isPromised };
}

/** Support levels above 0 are promises: partial and full (contract 2.8). */
function inChats(method: keyof Connection, said: (chat: Chat) => readonly (number | boolean | undefined)[]): Promised {
  return {
    method,
    isPromised: ({ chatCapabilities }) => said(chatCapabilities).some((level) => Number(level ?? 0) > 0),
    isNamed: ({ chatCapabilities }) => said(chatCapabilities).some((level) => level !== undefined),
  };
}

export function isPromised(manifest: Manifest, method: keyof Connection): boolean {
  return promises.some((promise) => promise.method === method && promise.isPromised(manifest));
}
