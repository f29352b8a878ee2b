import type { Manifest } from '@partyline/connector';
import type { Session } from './session.ts';

type ChatCapabilities = Manifest['chatCapabilities'];

/** What every IRC server can do; levels as in contract 2.8: 2 full, 1 partial, 0 and below not. */
export const EVERYWHERE: ChatCapabilities = {
  formatting: {
    bold: 2,
    italic: 2,
    underline: 2,
    strikethrough: 2,
    inline_code: 2,
    'color.foreground': 1,
    'color.background': 1,
    // Written as text.
    code_block: 1,
    blockquote: 1,
    unordered_list: 1,
    ordered_list: 1,
    headers: 1,
    inline_link: 1,
    horizontal_line: 1,
    table: 1,
    user_link: 0,
    spoiler: 0,
  },
  maxTextLength: 20_000,
  // Only some servers and chats can; those say so.
  reply: 0,
  reaction: 0,
  typingNotifications: false,
  state: { description: { level: 0 } },
};

/** What can be done in a chat of this network: replies and reactions travel as client tags, where the server passes them on. */
export function chatCapabilities(session: Session, type: 'single' | 'group'): ChatCapabilities {
  return {
    ...EVERYWHERE,
    ...(passes(session, 'draft/reply') ? { reply: 2 } : {}),
    ...(canReact(session) ? { reaction: 2 } : {}),
    ...(canTellTyping(session) ? { typingNotifications: true } : {}),
    ...(type === 'group' ? { state: { description: { level: 1 } } } : {}),
  };
}

export function passes(session: Session, tag: string): boolean {
  return session.extensions.includes('message-tags') && session.support.passesTag(tag);
}

export function canReact(session: Session): boolean {
  return passes(session, 'draft/react') && passes(session, 'draft/reply');
}

export function canTellTyping(session: Session): boolean {
  return passes(session, 'typing');
}
