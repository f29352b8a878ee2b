import { useLayoutEffect, useRef } from 'react';
import styles from './RichText.module.css';
import { sanitized } from './sanitize.ts';

interface RichTextProps {
  /** As it comes from the wire: not to be trusted. */
  readonly html: string;
}

/** The text of a message. */
export function RichText({ html }: RichTextProps) {
  const place = useRef<HTMLDivElement>(null);
  // Before paint, and before the list measures the row.
  useLayoutEffect(() => place.current?.replaceChildren(sanitized(html)), [html]);
  return <div ref={place} className={styles['text']} dir="auto" />;
}
