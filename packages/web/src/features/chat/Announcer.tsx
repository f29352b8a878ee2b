import { useEffect, useRef, useState } from 'react';
import { useReadable } from '../../app/use-readable.ts';
import type { Timeline } from '../../data/timeline.ts';
import { nameOf, summaryOf } from '../../format/message-kind.ts';
import { t } from '../../texts/texts.ts';

/** Reads out what comes in, to those who listen; not what is scrolled to. */
export function Announcer({ timeline }: { readonly timeline: Timeline }) {
  const { items, hasNewer } = useReadable(timeline.state);
  const last = items.at(-1)?.message;
  const newest = useRef<string>(undefined);
  const [said, setSaid] = useState({ text: '', count: 0 });
  useEffect(() => {
    if (last === undefined || hasNewer) return;
    const isNew = newest.current !== undefined && last.sortKey > newest.current && last.isSender !== true;
    newest.current = last.sortKey;
    const text = t.chat.said(nameOf(last), summaryOf(last));
    if (isNew) setSaid(({ count }) => ({ text, count: count + 1 }));
  }, [last, hasNewer]);
  return (
    <p className="visually-hidden" role="status">
      {/* Another element each time: the same words twice are two messages. */}
      <span key={said.count}>{said.text}</span>
    </p>
  );
}
