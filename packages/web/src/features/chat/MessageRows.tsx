import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useReadable } from '../../app/use-readable.ts';
import type { Timeline } from '../../data/timeline.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { MessageRow } from './MessageRow.tsx';
import styles from './MessageRows.module.css';

/** So many rows before either end, the next page is fetched. */
const ahead = 15;
const guessedHeight = 56;
const endPixels = 80;

interface MessageRowsProps {
  readonly timeline: Timeline;
  readonly chatID: string;
}

/** The messages, the newest at the end and in sight. Only rows in sight are in the page; what comes in above moves nothing. */
export function MessageRows({ timeline, chatID }: MessageRowsProps) {
  const { items, hasOlder, hasNewer, loading } = useReadable(timeline.state);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => guessedHeight,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endPixels,
    paddingStart: 16,
    paddingEnd: 12,
  });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => {
    virtual.scrollToEnd();
  }, [virtual]);
  useEffect(() => {
    if (first < ahead && hasOlder) void timeline.loadOlder();
    else if (last >= items.length - ahead && hasNewer) void timeline.loadNewer();
  }, [first, last, items.length, hasOlder, hasNewer, timeline]);

  const isAway = hasNewer || last < items.length - 1;
  return (
    <div className={styles['room']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <div ref={scroller} className={styles['scroller']} role="log" aria-label={t.chat.messages} tabIndex={0}>
        {loading === 'older' && (
          <p className={styles['loading']}>
            <Spinner /> {t.chat.loadingOlder}
          </p>
        )}
        <div className={styles['rows']} style={{ blockSize: virtual.getTotalSize() }}>
          {rows.map(({ key, index, start }) => {
            const item = items[index];
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={styles['row']}
                style={{ transform: `translateY(${start}px)` }}
              >
                {item !== undefined && (
                  <MessageRow
                    item={item}
                    previous={items[index - 1]?.message}
                    next={items[index + 1]?.message}
                    timeline={timeline}
                    chatID={chatID}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {isAway && (
        <IconButton
          className={styles['down']}
          label={t.chat.toNewest}
          onClick={async () => {
            if (hasNewer) await timeline.reload();
            virtual.scrollToEnd();
          }}
        >
          <ArrowDown />
        </IconButton>
      )}
    </div>
  );
}
