import type { Message } from '@partyline/protocol';
import type { TimelineItem } from '../../data/message-order.ts';

/** Where what is new begins; -1 where nothing is, or where that cannot be told. @param readUntil the sort key up to which it was read */
export function indexOfUnread(
  items: readonly TimelineItem[],
  readUntil: string | undefined,
  hasOlder: boolean,
): number {
  if (readUntil === undefined) return -1;
  // Where nothing was ever read, the server says of each message whether it is new or of the past.
  const isNew = ({ sortKey, isUnread }: Message) => (readUntil === '' ? isUnread === true : sortKey > readUntil);
  const index = items.findIndex(
    ({ message, local }) => isNew(message) && message.isSender !== true && local === undefined,
  );
  // Whoever has answered has read.
  const isAnswered = items.some(({ message }, at) => at > index && message.isSender === true);
  // What is before it may be unread too.
  return isAnswered || (index === 0 && hasOlder && readUntil !== '') ? -1 : index;
}
