/** Chats as people read them. */

import type { Chat, ChatListItem } from '@partyline/protocol';
import { shortID, titleOf } from './chat-choice.ts';
import type { Globals } from './globals.ts';
import { hint } from './hint.ts';
import { localTime, shortTime } from './local-time.ts';
import { messageSummary, plainText, senderOf } from './message-text.ts';
import { nameOf } from './names.ts';
import { formatTable } from './table.ts';
import { columns, cut, paint, printable, wrap } from './text.ts';

const indent = '    ';
/** Where there is no terminal to say. */
const usualRoom = 200;

/** A table; under each chat its last message, where it is known. */
export function chatsTable(chats: readonly ChatListItem[], nothing: string): string {
  if (chats.length === 0) return nothing;
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  const rows = chats.map((chat) => ({
    chat,
    cells: [
      printable(shortID(chat)),
      printable(titleOf(chat)),
      printable(chat.network),
      chat.lastActivity === undefined ? '' : shortTime(chat.lastActivity),
      unreadWords(chat),
    ],
    below: below(chat, width),
  }));
  const titles = [
    { title: 'CHAT' },
    { title: 'TITLE', flexible: true },
    { title: 'NETWORK', flexible: true },
    { title: 'LAST' },
    { title: 'NEW' },
  ];
  return formatTable(titles, rows, width, (text, column, row) => {
    const isNew = rows.find((candidate) => candidate === row)?.cells[4] !== '';
    return row === undefined || (isNew && column === 1) ? paint('bold', text) : text;
  });
}

const unreadWords = ({ unreadCount, isMarkedUnread }: Chat): string =>
  unreadCount > 0 ? String(unreadCount) : isMarkedUnread === true ? '●' : '';

/** What is unusual about a chat, a word each. */
function marks(chat: Chat): string[] {
  return [
    ...(chat.isPinned === true ? ['pinned'] : []),
    ...(chat.isMuted === true ? ['muted'] : []),
    ...(chat.isArchived === true ? ['archived'] : []),
    ...(chat.isLowPriority === true ? ['low-priority'] : []),
    ...(chat.draft ? ['draft'] : []),
    ...(chat.reminder ? ['reminder'] : []),
    ...(chat.labels ?? []).map(({ name }) => `#${printable(name)}`),
  ];
}

/** What is unusual about the chat, and its last message. */
function below(chat: ChatListItem, width: number): string {
  const room = Number.isFinite(width) ? width - indent.length : usualRoom;
  const { preview } = chat;
  const unusual = marks(chat);
  const words = [
    ...(unusual.length === 0 ? [] : [`[${unusual.join(' ')}]`]),
    ...(preview === undefined ? [] : [`${senderOf(preview)}: ${messageSummary(preview, room)}`]),
  ].join(' ');
  return words === '' ? '' : paint('gray', indent + cut(words, room));
}

const mostPeople = 30;

/** Everything there is to say about one chat, a line each. */
export function chatDetails(chat: ChatListItem, globals: Globals): string {
  const { participants, reminder, draft, messageExpirySeconds } = chat;
  const people = participants.items.slice(0, mostPeople).map((person) => {
    const more = [
      ...(person.isSelf === true ? ['you'] : []),
      ...(person.isAdmin === true ? ['admin'] : []),
      ...(person.isPending === true ? ['invited'] : []),
    ];
    const name = nameOf(person);
    const id = name === person.id ? '' : `  ${person.id}`;
    return `${name}${more.length === 0 ? '' : ` (${more.join(', ')})`}${id}`;
  });
  const rest = participants.total - people.length;
  const expiry = messageExpirySeconds ? `${messageExpirySeconds} s` : undefined;
  const lines: [label: string, value: string | undefined][] = [
    ['Chat', shortID(chat)],
    ['Title', titleOf(chat)],
    ['ID', chat.id],
    ['Network', chat.network],
    ['Account', chat.accountID],
    ['Kind', chat.type === 'single' ? 'direct chat' : 'group'],
    ['About', chat.description ?? undefined],
    ['Unread', chat.unreadCount > 0 ? String(chat.unreadCount) : chat.isMarkedUnread ? 'marked unread' : undefined],
    ['Last', chat.lastActivity === undefined ? undefined : localTime(chat.lastActivity)],
    ['State', marks(chat).join(', ') || undefined],
    ['Read-only', chat.isReadOnly === true ? 'you cannot write here' : undefined],
    ['Expiry', expiry === undefined ? undefined : `messages disappear after ${expiry}`],
    ['Reminder', reminder?.remindAt === undefined ? undefined : localTime(reminder.remindAt)],
    ['Draft', draft ? plainText(draft).replace(/\s+/g, ' ') || 'files only' : undefined],
    ['People', `${participants.total}`],
  ];
  const labelWidth = 11;
  const body = lines.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [wrapped(label.padEnd(labelWidth), printable(value))],
  );
  const listed = people.map((person) => `${indent}${printable(person)}`);
  const more = rest > 0 ? [`${indent}and ${rest} more`] : [];
  return [...body, ...listed, ...more, '', `Read it: ${hint(`messages list ${shortID(chat)}`, globals)}`].join('\n');
}

/** A long value goes on under itself. */
function wrapped(label: string, value: string): string {
  if (!process.stdout.isTTY) return label + value;
  const blank = ' '.repeat(label.length);
  return label + wrap(value, columns(), blank).slice(blank.length);
}

/** `Ada (Libera.Chat)` */
export const chatName = (chat: Chat): string => printable(`${titleOf(chat)} (${chat.network})`);
