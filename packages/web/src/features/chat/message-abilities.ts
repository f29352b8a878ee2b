/** What can be done with a message, by the capabilities of its chat (contract 2.8). What is missing there cannot be done. */

import type { Message } from '@partyline/protocol';
import type { Room } from './room.ts';

type Where = Pick<Room, 'able' | 'isGroup' | 'isAdmin' | 'isReadOnly'>;

export const isAtNetwork = ({ sendStatus, isDeleted }: Message): boolean =>
  isDeleted !== true && (sendStatus === undefined || sendStatus.status === 'SUCCESS');

export function canEdit(message: Message, { able, isReadOnly }: Where, now: number = Date.now()): boolean {
  if (message.isSender !== true || !isAtNetwork(message) || isReadOnly || (able.edit ?? 0) <= 0) return false;
  return message.attachments === undefined && isWithin(message, able.editMaxAge, now);
}

export interface Deletions {
  readonly everyone: boolean;
  readonly me: boolean;
}

export function canDelete(message: Message, where: Where, now: number = Date.now()): Deletions {
  const { able, isGroup, isAdmin } = where;
  if (!isAtNetwork(message)) return { everyone: false, me: false };
  const isOurs = message.isSender === true || (isGroup && isAdmin);
  return {
    everyone: isOurs && (able.delete ?? 0) > 0 && isWithin(message, able.deleteMaxAge, now),
    me: able.deleteForMe === true,
  };
}

const isWithin = ({ timestamp }: Message, seconds: number | undefined, now: number): boolean =>
  seconds === undefined || now - Date.parse(timestamp) < seconds * 1_000;
