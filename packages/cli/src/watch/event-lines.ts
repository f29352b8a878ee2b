/** Events as lines for people. A message that changes in ways nobody sees makes no line. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { titleOf } from '../chat-choice.ts';
import { localTime } from '../local-time.ts';
import { messageSummary, senderOf } from '../message-text.ts';
import { paint, printable } from '../text.ts';
import type { WatchedEvent } from './wanted.ts';

export interface EventLines {
  /** Perhaps none. */
  of(event: WatchedEvent, client: Partyline): Promise<string[]>;
}

/** What is shown when nobody asks for something else: a chat changes with every message. */
export const usualTypes: readonly string[] = [
  'message.upserted',
  'message.deleted',
  'chat.deleted',
  'reminder.due',
  'approval.upserted',
  'account.upserted',
  'account.deleted',
];

/** A message that is told of later than this is not new. */
const oldMs = 60_000;
/** Messages, and as many chats, that are remembered. */
const remembered = 10_000;

export function eventLines(): EventLines {
  const messages = new Map<string, Message>();
  const titles = new Map<string, string>();
  const statuses = new Map<string, string>();

  const titleFor = async (chatID: string, client: Partyline): Promise<string> => {
    const known = titles.get(chatID);
    if (known !== undefined) return known;
    const title = await client.chats.retrieve(chatID).then(titleOf, (error: unknown) => {
      if (error instanceof NotFoundError) return chatID;
      throw error;
    });
    remember(titles, chatID, printable(title));
    return printable(title);
  };
  const about = (message: Message, title: string, ts: string): string[] => {
    // What is on its way is told when it has arrived, or has not.
    if (message.sendStatus?.status === 'PENDING') return [];
    const before = messages.get(message.id);
    remember(messages, message.id, message);
    const change = before === undefined ? firstSight(message, ts) : changeOf(before, message);
    return change === undefined ? [] : [messageLine(message, title, change)];
  };

  return {
    async of(event, client) {
      if (event.type === 'account.upserted' || event.type === 'account.deleted') return accountLines(event, statuses);
      if (!('chatID' in event)) return [];
      if (event.type === 'chat.upserted') {
        for (const chat of event.entries ?? []) remember(titles, chat.id, printable(titleOf(chat)));
      }
      const title = await titleFor(event.chatID, client);
      const ids = printable(event.ids.join(', '));
      switch (event.type) {
        case 'message.upserted':
          return (event.entries ?? []).flatMap((message) => about(message, title, event.ts));
        case 'chat.upserted':
          return [noteLine(`The chat ${title} has changed.`)];
        case 'message.deleted':
          return [noteLine(`A message was removed from ${title}: ${ids}`)];
        case 'chat.deleted':
          return [noteLine(`The chat ${title} is gone.`)];
        case 'reminder.due':
          return [noteLine(`Reminder: ${title}`)];
        case 'approval.upserted':
          return [noteLine(`A message to ${title} waits for your approval, or was decided: ${ids}`)];
      }
    },
  };
}

/** What a change of a message that was not seen before is told as; undefined: it is of no interest. */
function firstSight(message: Message, ts: string): string | undefined {
  const isOld = Date.parse(ts) - Date.parse(message.timestamp) > oldMs;
  if (!isOld) return '';
  // An own message of long ago is told of again when somebody reads it.
  if (message.isSender === true && message.seen && keysOf(message) === '') return undefined;
  return keysOf(message) === '' ? '' : ` (reactions ${keysOf(message)})`;
}

/** Undefined: nothing that a person would see. */
function changeOf(before: Message, now: Message): string | undefined {
  if (now.isDeleted === true) return before.isDeleted === true ? undefined : ' (deleted)';
  if (now.text !== before.text) return ' (edited)';
  if (now.sendStatus?.status !== before.sendStatus?.status && isFailed(now)) return '';
  const [reactions, old] = [now, before].map((message) => keysOf(message));
  return reactions === old ? undefined : ` (${reactions === '' ? 'no reaction any more' : `reactions ${reactions}`})`;
}

const keysOf = ({ reactions = [] }: Message): string =>
  reactions
    .map(({ reactionKey }) => printable(reactionKey))
    .sort()
    .join(' ');

const isFailed = ({ sendStatus }: Message): boolean =>
  sendStatus?.status === 'FAIL_PERMANENT' || sendStatus?.status === 'FAIL_RETRIABLE';

function messageLine(message: Message, title: string, change: string): string {
  const sender = senderOf(message);
  const chat = sender === title ? '' : ` in ${title}`;
  const why = message.sendStatus?.message ?? message.sendStatus?.reason ?? 'the network refused it';
  const failure = isFailed(message) ? paint('red', ` (not sent: ${printable(why)})`) : '';
  const said = messageSummary(message, Number.POSITIVE_INFINITY);
  return `${paint('gray', localTime(message.timestamp))}  ${paint('bold', sender)}${chat}${change}: ${said}${failure}`;
}

/** An account is told of when its status changes. */
function accountLines(event: AccountEvent, statuses: Map<string, string>): string[] {
  const { accountID, type } = event;
  if (type === 'account.deleted') return [noteLine(`The account ${printable(accountID)} was removed.`)];
  return (event.entries ?? []).flatMap(({ status }) => {
    if (statuses.get(accountID) === status) return [];
    remember(statuses, accountID, status);
    return [noteLine(`The account ${printable(accountID)} is ${status}.`)];
  });
}

type AccountEvent = Extract<WatchedEvent, { type: 'account.upserted' | 'account.deleted' }>;

const noteLine = (text: string): string => paint('gray', `-- ${text}`);

/** The oldest makes room. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= remembered) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
