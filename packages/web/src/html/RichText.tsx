import { useLayoutEffect, useRef } from 'react';
import styles from './RichText.module.css';
import { sanitized } from './sanitize.ts';
import { dressed, type Mention } from './text-dress.ts';

interface RichTextProps {
  /** As it comes from the wire: not to be trusted. */
  readonly html: string;
  /** Who is spoken of, to be found in the text as `@name`. */
  readonly mentions?: readonly Mention[] | undefined;
}

/** The text of a message. */
export function RichText({ html, mentions }: RichTextProps) {
  const place = useRef<HTMLDivElement>(null);
  // Before paint, and before the list measures the row.
  useLayoutEffect(() => place.current?.replaceChildren(dressed(sanitized(html), mentions)), [html, mentions]);
  return <div ref={place} className={styles['text']} data-big={isEmojiOnly(html)} dir="auto" />;
}

/** One to three emoji and nothing else are shown large. */
const isEmojiOnly = (html: string): boolean => html.length < 60 && /^(?:\s*\p{RGI_Emoji}){1,3}\s*$/v.test(html);
