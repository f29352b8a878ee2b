/** Text and HTML of a message. */

import type { Content } from '@partyline/connector';
import { type Fields, fields, flag, text } from './fields.ts';
import { type People, replaceLinkedIDs } from './people.ts';

export function readText(content: Fields, people: People): Pick<Content, 'text' | 'html'> {
  const profile = fields(content['com.beeper.per_message_profile']);
  const plain = withoutName(text(content['body']) ?? '', profile);
  const html = content['format'] === 'org.matrix.custom.html' ? text(content['formatted_body']) : undefined;
  if (html === undefined) return { text: plain };
  const shown = withoutFallbacks(html);
  if (shown === '') return { text: plain };
  return { text: plain, html: replaceLinkedIDs(shown, (id) => (id.startsWith('@') ? people.userID(id) : undefined)) };
}

/** The name in front of a text, for clients that cannot show another one than the sender's (MSC4144). */
function withoutName(plain: string, profile: Fields): string {
  const name = text(profile['displayname']);
  const prefix = `${name}: `;
  return name !== undefined && flag(profile['has_fallback']) && plain.startsWith(prefix)
    ? plain.slice(prefix.length)
    : plain;
}

/** What older clients are shown in place of a reply or of a name. */
function withoutFallbacks(html: string): string {
  return html
    .replace(/^\s*<mx-reply>.*?<\/mx-reply>/s, '')
    .replace(/<strong\b[^>]*\bdata-mx-profile-fallback\b[^>]*>.*?<\/strong>/s, '');
}
