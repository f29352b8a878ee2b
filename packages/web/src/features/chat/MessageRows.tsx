import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useChat } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import type { Timeline } from '../../data/timeline.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ListEnd } from './ListEnd.tsx';
import { MessageRow } from './MessageRow.tsx';
import styles from './MessageRows.module.css';
import { useRoom } from './room.ts';
import { keysOf } from './row-keys.ts';
import { indexOfUnread } from './unread-place.ts';
import { type Target, useJump } from './use-jump.ts';
import { useKeptEnd } from './use-kept-end.ts';
import { useMarkRead } from './use-mark-read.ts';
import { useSettled } from './use-settled.ts';

/** So many rows before either end, the next page is fetched. */
const ahead = 15;
const guessedHeight = 56;
const endPixels = 80;

interface MessageRowsProps {
  readonly timeline: Timeline;
  readonly chatID: string;
  readonly target: Target | undefined;
  /** The sort key up to which the chat had been read when it was opened. */
  readonly readUntil: string | undefined;
}

/** The messages, the newest at the end and in sight. Only rows in sight are in the page; what comes in above moves nothing. */
export function MessageRows({ timeline, chatID, target, readUntil }: MessageRowsProps) {
  const { items, hasOlder, hasNewer, loading, error } = useReadable(timeline.state);
  const unreadCount = useChat(chatID)?.unreadCount ?? 0;
  const room = useRoom();
  const scroller = useRef<HTMLDivElement>(null);
  const firstUnread = indexOfUnread(items, readUntil, hasOlder);
  const firstUnreadKey = items[firstUnread]?.key;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => guessedHeight,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endPixels,
    paddingStart: 56,
    paddingEnd: 12,
  });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  const lastSeen = virtual.range?.endIndex ?? -1;
  const isAway = hasNewer || !virtual.isAtEnd(endPixels);
  const marked = useJump(target, items, (index) => virtual.scrollToIndex(index, { align: 'center' }));

  // Where one begins: at what is new, else at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the list appears
  useLayoutEffect(() => {
    if (target !== undefined) return;
    if (firstUnread > 0) virtual.scrollToIndex(firstUnread, { align: 'start' });
    else virtual.scrollToEnd();
  }, []);
  useKeptEnd(scroller, endPixels, () => !hasNewer && virtual.scrollToEnd());
  const isSettled = useSettled(target?.jump);
  useEffect(() => {
    if (!isSettled) return;
    if (first < ahead && hasOlder) void timeline.loadOlder();
    else if (last >= items.length - ahead && hasNewer) void timeline.loadNewer();
  }, [isSettled, first, last, items.length, hasOlder, hasNewer, timeline]);
  useMarkRead(chatID, isSettled ? items[lastSeen]?.message : undefined, !hasNewer && lastSeen === items.length - 1);

  const toNewest = async () => {
    if (timeline.state.get().hasNewer) await timeline.reload();
    virtual.scrollToEnd();
  };
  // Whoever writes wants to see it.
  const ownKey = items.at(-1)?.local === undefined ? undefined : items.at(-1)?.key;
  const seenOwn = useRef(ownKey);
  useEffect(() => {
    if (ownKey !== undefined && ownKey !== seenOwn.current) void toNewest();
    seenOwn.current = ownKey;
  });

  const wanted = useRef<string>(undefined);
  const focusRow = (key: string) => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    wanted.current = row == null ? key : undefined;
    row?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (wanted.current !== undefined) focusRow(wanted.current);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const { key: at } = event.target.dataset;
    if (at === undefined && event.target !== scroller.current) return;
    const here =
      at === undefined ? (virtual.range?.endIndex ?? items.length) + 1 : items.findIndex(({ key }) => key === at);
    const go = (index: number) => {
      const item = items[Math.min(items.length - 1, Math.max(0, index))];
      if (item === undefined) return;
      virtual.scrollToIndex(items.indexOf(item), { align: 'auto' });
      focusRow(item.key);
    };
    const item = items[here];
    const work = keysOf({ event, item, here, count: items.length, room, go, anchor: event.target });
    if (work === undefined) return;
    event.preventDefault();
    work();
  };

  return (
    <div className={styles['room']}>
      <div
        ref={scroller}
        className={styles['scroller']}
        role="log"
        aria-live="off"
        aria-label={t.chat.messages}
        aria-describedby="messages-help"
        aria-busy={loading !== undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={styles['rows']} style={{ blockSize: virtual.getTotalSize() }}>
          <ListEnd timeline={timeline} hasOlder={hasOlder} loading={loading} error={error} />
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
                    isFirstUnread={item.key === firstUnreadKey}
                    isMarked={item.key === marked}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <p id="messages-help" className="visually-hidden">
        {t.chat.messagesHelp}
      </p>
      {isAway && (
        <IconButton
          className={styles['down']}
          label={unreadCount > 0 ? t.chat.toNewestUnread(unreadCount) : t.chat.toNewest}
          onClick={toNewest}
        >
          <ArrowDown />
          {unreadCount > 0 && (
            <span className={styles['count']} aria-hidden="true">
              {unreadCount > 999 ? '999+' : unreadCount}
            </span>
          )}
        </IconButton>
      )}
    </div>
  );
}
