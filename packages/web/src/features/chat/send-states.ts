/** How far an own message is. */

import type { Message } from '@partyline/protocol';
import type { TimelineItem } from '../../data/message-order.ts';

export type State =
  | 'sending'
  /** Its account is not connected. */
  | 'waiting'
  | 'approval'
  | 'sent'
  /** Nobody knows whether it was sent. */
  | 'uncertain'
  /** Nobody knew it, and a person says that it was. */
  | 'arrived'
  /** The network did not take it. */
  | 'failed'
  /** The server did not, or was not reached. */
  | 'refused';

export function stateOf({ message, local }: TimelineItem, isConnected: boolean): State {
  if (local !== undefined) return local.kind;
  const { status, reason } = message.sendStatus ?? {};
  if (status === 'SUCCESS' && reason === 'confirmed_by_person') return 'arrived';
  if (status === undefined || status === 'SUCCESS') return 'sent';
  if (status === 'PENDING') return reason === 'approval' ? 'approval' : isConnected ? 'sending' : 'waiting';
  return reason === 'uncertain' ? 'uncertain' : 'failed';
}

/** Names of those who have seen it; undefined where nobody has, or nobody can tell. */
export function readersOf({ seen }: Message, people: ReadonlyMap<string, string>): readonly string[] | undefined {
  if (seen === undefined || seen === false) return undefined;
  if (typeof seen !== 'object') return [];
  const readers = Object.entries(seen).filter(([, at]) => at !== false);
  return readers.length === 0 ? undefined : readers.map(([id]) => people.get(id) ?? id);
}
