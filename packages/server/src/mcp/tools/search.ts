import { MessageSearchPage, oneOf, SearchResults, Timestamp } from '@partyline/protocol';
import { Type } from 'typebox';
import { searchMessages } from '../../operations/messages/search.ts';
import { searchEverything } from '../../operations/search/everything.ts';
import { chatHeading, chatLine, chatSection } from '../text/chat-lines.ts';
import { type Cut, messageLines } from '../text/message-lines.ts';
import { pageNote } from '../text/paging.ts';
import { tool } from '../tool.ts';
import { cutOf, IDs, maxTextLength, paging } from './arguments.ts';

const operators =
  'All words must be in the message. Also "exact phrases", begin*, -without, from:me or a name, in: a chat, network:, has:image (video, audio, file, link, attachment), before: and after: a date.';

/** Older names of `mediaTypes` (mcp.md, section 2). */
const older = {
  onlyWithMedia: 'any',
  onlyWithVideo: 'video',
  onlyWithImage: 'image',
  onlyWithLink: 'link',
  onlyWithFile: 'file',
} as const;
const only = Type.Optional(Type.Boolean({ description: 'Older form of mediaTypes' }));

export const findEverything = tool({
  name: 'search',
  title: 'Search',
  description:
    'Searches titles of chats, people in groups, and messages at once; the first results of each. For more use search_chats and search_messages.',
  scope: 'read',
  input: Type.Object({ query: Type.String({ minLength: 1, maxLength: 1_000 }), maxTextLength }),
  output: SearchResults,
  async run(desk, { query, maxTextLength: most }) {
    const found = await desk.ask(searchEverything, SearchResults, { query: { query } });
    const { chats, in_groups, messages } = found.results;
    const parts = [
      ...(chats.length === 0 ? [] : [`# Chats\n${chats.map(chatSection).join('\n\n')}`]),
      ...(in_groups.length === 0 ? [] : [`# Groups with that person\n${in_groups.map(chatSection).join('\n\n')}`]),
      ...(messages.items.length === 0 ? [] : [`# Messages\n${byChat(messages, cutOf(most))}`]),
    ];
    return { text: parts.join('\n\n') || `Nothing was found for "${query}".`, structured: found };
  },
});

export const findMessages = tool({
  name: 'search_messages',
  title: 'Find messages',
  description: `Finds messages by their words and files, newest first. ${operators}`,
  scope: 'read',
  input: Type.Object({
    query: Type.Optional(Type.String({ maxLength: 1_000 })),
    chatIDs: Type.Optional(IDs),
    accountIDs: Type.Optional(IDs),
    chatType: Type.Optional(oneOf(['group', 'single'])),
    sender: Type.Optional(Type.String({ minLength: 1, description: '`me`, `others` or a user ID' })),
    mediaTypes: Type.Optional(Type.Array(oneOf(['any', 'video', 'image', 'audio', 'link', 'file']))),
    onlyWithMedia: only,
    onlyWithVideo: only,
    onlyWithImage: only,
    onlyWithLink: only,
    onlyWithFile: only,
    dateAfter: Type.Optional(Timestamp),
    dateBefore: Type.Optional(Timestamp),
    excludeLowPriority: Type.Optional(Type.Boolean({ default: true })),
    includeMuted: Type.Optional(Type.Boolean({ default: true })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 20 })),
    ...paging,
    maxTextLength,
  }),
  output: MessageSearchPage,
  async run(
    desk,
    { maxTextLength: most, onlyWithMedia, onlyWithVideo, onlyWithImage, onlyWithLink, onlyWithFile, ...args },
  ) {
    const asked = { onlyWithMedia, onlyWithVideo, onlyWithImage, onlyWithLink, onlyWithFile };
    const types = new Set<string>(args.mediaTypes ?? []);
    for (const [name, type] of Object.entries(older)) if (asked[name as keyof typeof older] === true) types.add(type);
    const query = { ...args, ...(types.size > 0 && { mediaTypes: [...types] }) };
    const page = await desk.ask(searchMessages, MessageSearchPage, { query });
    const note = pageNote(page, 'messages');
    return { text: `# Messages\n${note}\n\n${byChat(page, cutOf(most))}`.trim(), structured: page };
  },
});

function byChat({ items, chats }: MessageSearchPage, cut: Cut): string {
  const groups = [...Map.groupBy(items, ({ chatID }) => chatID)];
  return groups
    .map(([id, messages]) => {
      const chat = chats[id];
      const heading = chat === undefined ? `chatID: ${id}` : `${chatHeading(chat)}\n${chatLine(chat)}`;
      return `# ${heading}\n\n${messageLines(messages, cut)}`;
    })
    .join('\n\n');
}
