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
  /** That, and the person says that it was. */
  | 'arrived'
  /** The network did not take it. */
  | 'failed'
  /** The server did not, or was not reached. */
  | 'refused';

export function stateOf(
  { message, local }: TimelineItem,
  isConnected: boolean,
  saidToHaveArrived: ReadonlySet<string>,
): State {
  if (local !== undefined) return local.kind;
  const { status, reason } = message.sendStatus ?? {};
  if (status === undefined || status === 'SUCCESS') return 'sent';
  if (status === 'PENDING') return reason === 'approval' ? 'approval' : isConnected ? 'sending' : 'waiting';
  if (reason !== 'uncertain') return 'failed';
  return saidToHaveArrived.has(message.pendingMessageID ?? message.id) ? 'arrived' : 'uncertain';
}

/** Names of those who have seen it; undefined where nobody has, or nobody can tell. */
export function readersOf({ seen }: Message, people: ReadonlyMap<string, string>): readonly string[] | undefined {
  if (seen === undefined || seen === false) return undefined;
  if (typeof seen !== 'object') return [];
  const readers = Object.entries(seen).filter(([, at]) => at !== false);
  return readers.length === 0 ? undefined : readers.map(([id]) => people.get(id) ?? id);
}
