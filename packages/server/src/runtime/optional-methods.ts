import type { Connection } from '@partyline/connector';

/** What a connection may offer beyond the required methods. */
export const optionalMethods = [
  'probe',
  'logout',
  'contacts',
  'resolve',
  'split',
  'edit',
  'remove',
  'react',
  'unreact',
  'markRead',
  'typing',
  'createChat',
  'updateChat',
  'deleteChat',
  'fetchHistory',
  'fetchMedia',
] as const satisfies readonly (keyof Connection)[];
