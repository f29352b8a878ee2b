import { Chat, ChatCreated, ChatListItem, ChatPage, oneOf, Timestamp, UserHints } from '@partyline/protocol';
import { Type } from 'typebox';
import { archiveChat } from '../../operations/chats/archive.ts';
import { markChatRead } from '../../operations/chats/read.ts';
import { clearReminder } from '../../operations/chats/reminder-clear.ts';
import { setReminder } from '../../operations/chats/reminder-set.ts';
import { retrieveChat } from '../../operations/chats/retrieve.ts';
import { searchChats } from '../../operations/chats/search.ts';
import { startChat } from '../../operations/chats/start.ts';
import { markChatUnread } from '../../operations/chats/unread.ts';
import { updateChat } from '../../operations/chats/update.ts';
import { chatHeading, chatSection } from '../text/chat-lines.ts';
import { pageNote } from '../text/paging.ts';
import { tool } from '../tool.ts';
import { accountID, chatID, IDs, messageID, paging } from './arguments.ts';

export const findChats = tool({
  name: 'search_chats',
  title: 'Find chats',
  description:
    'Finds chats by words of their title, network or participants, and by their state; newest activity first. Without a query it lists them.',
  scope: 'read',
  input: Type.Object({
    query: Type.Optional(Type.String({ maxLength: 1_000, description: 'All words must match' })),
    scope: Type.Optional(oneOf(['titles', 'participants'])),
    type: Type.Optional(oneOf(['single', 'group', 'any'])),
    inbox: Type.Optional(oneOf(['primary', 'low-priority', 'archive'])),
    unreadOnly: Type.Optional(Type.Boolean()),
    includeMuted: Type.Optional(Type.Boolean({ default: true })),
    lastActivityAfter: Type.Optional(Timestamp),
    lastActivityBefore: Type.Optional(Timestamp),
    accountIDs: Type.Optional(IDs),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    ...paging,
  }),
  output: ChatPage,
  async run(desk, { query, ...args }) {
    // A model says "nothing" with an empty text.
    const page = await desk.ask(searchChats, ChatPage, { query: { ...args, ...(query && { query }) } });
    const sections = page.items.map(chatSection);
    return { text: [`# Chats\n${pageNote(page, 'chats')}`, ...sections].join('\n\n'), structured: page };
  },
});

export const getChat = tool({
  name: 'get_chat',
  title: 'Get a chat',
  description: 'One chat with its participants, state and what can be done in it.',
  scope: 'read',
  input: Type.Object({
    chatID,
    maxParticipantCount: Type.Optional(
      Type.Integer({ minimum: -1, maximum: 500, default: 20, description: '-1: all' }),
    ),
  }),
  output: Chat,
  async run(desk, { chatID: id, maxParticipantCount = 20 }) {
    const chat = await desk.ask(retrieveChat, Chat, { params: { chatID: id }, query: { maxParticipantCount } });
    const people = chat.participants.items.map(
      ({ id: userID, fullName, username, isSelf, isAdmin }) =>
        `- ${fullName ?? username ?? userID} (user ID: ${userID})${isSelf === true ? ' (You)' : ''}${isAdmin === true ? ', admin' : ''}`,
    );
    const { total, hasMore } = chat.participants;
    const heading = `Participants: ${total}${hasMore ? `, ${people.length} of them shown` : ''}`;
    return { text: [chatSection(chat), heading, ...people].join('\n'), structured: chat };
  },
});

export const beginChat = tool({
  name: 'start_chat',
  title: 'Start a direct chat',
  description:
    'Opens the direct chat with a person, and makes it where there is none. With messageText a first message is sent.',
  scope: 'write',
  input: Type.Object({
    accountID,
    user: UserHints,
    messageText: Type.Optional(Type.String({ minLength: 1, maxLength: 500_000, description: 'Markdown' })),
  }),
  output: ChatCreated,
  async run(desk, body) {
    const chat = await desk.ask(startChat, ChatCreated, { body });
    const first = body.messageText === undefined ? '' : ' The first message was taken: do not send it again.';
    return { text: `The chat is ${chatHeading(chat)}.${first}`, structured: chat };
  },
});

export const archive = tool({
  name: 'archive_chat',
  title: 'Archive a chat',
  description: 'Puts a chat into the archive, or takes it out with archived=false.',
  scope: 'write',
  idempotent: true,
  input: Type.Object({ chatID, archived: Type.Optional(Type.Boolean({ default: true })) }),
  async run(desk, { chatID: id, archived = true }) {
    await desk.tell(archiveChat, { params: { chatID: id }, body: { archived } });
    return { text: archived ? 'The chat is in the archive.' : 'The chat is out of the archive.' };
  },
});

export const remind = tool({
  name: 'set_chat_reminder',
  title: 'Be reminded of a chat',
  description: 'At that time the chat comes back as unread.',
  scope: 'write',
  idempotent: true,
  input: Type.Object({
    chatID,
    reminder: Type.Object({
      remindAt: Type.Optional(Timestamp),
      remindAtMs: Type.Optional(Type.Number({ description: 'Older form: milliseconds since 1970' })),
      dismissOnIncomingMessage: Type.Optional(Type.Boolean({ description: 'Not when somebody writes before' })),
    }),
  }),
  async run(desk, { chatID: id, reminder }) {
    await desk.tell(setReminder, { params: { chatID: id }, body: { reminder } });
    return { text: 'The reminder is set.' };
  },
});

export const forgetReminder = tool({
  name: 'clear_chat_reminder',
  title: 'Clear the reminder of a chat',
  description: 'Takes the reminder of a chat away.',
  scope: 'write',
  idempotent: true,
  input: Type.Object({ chatID }),
  async run(desk, { chatID: id }) {
    await desk.tell(clearReminder, { params: { chatID: id } });
    return { text: 'The chat has no reminder.' };
  },
});

export const markRead = tool({
  name: 'mark_chat_read',
  title: 'Mark a chat as read or unread',
  description: 'Read up to a message, or up to the newest; with read=false unread from that message on.',
  scope: 'write',
  idempotent: true,
  input: Type.Object({
    chatID,
    messageID: Type.Optional(messageID),
    read: Type.Optional(Type.Boolean({ default: true })),
  }),
  output: ChatListItem,
  async run(desk, { chatID: id, messageID: upTo, read = true }) {
    const body = upTo === undefined ? {} : { messageID: upTo };
    const chat = await desk.ask(read ? markChatRead : markChatUnread, ChatListItem, { params: { chatID: id }, body });
    return { text: `${chatHeading(chat)} has ${chat.unreadCount} unread messages.`, structured: chat };
  },
});

export const setDraft = tool({
  name: 'set_draft',
  title: 'Leave a draft',
  description:
    'Leaves a text in the chat for the user to look at and send. It is taken only where there is no draft; with an empty text the draft is cleared.',
  scope: 'write',
  input: Type.Object({ chatID, text: Type.String({ maxLength: 1_000_000, description: 'Markdown' }) }),
  output: ChatListItem,
  async run(desk, { chatID: id, text }) {
    const body = { draft: text === '' ? null : { text } };
    const chat = await desk.ask(updateChat, ChatListItem, { params: { chatID: id }, body });
    return { text: text === '' ? 'The draft is cleared.' : 'The draft waits in the chat.', structured: chat };
  },
});
