import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { memo, type SyntheticEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { ChatFilter } from '../../data/chat-filter.ts';
import type { ChatList } from '../../data/chat-list.ts';
import { t } from '../../texts/texts.ts';
import { ChatRow } from './ChatRow.tsx';
import styles from './ChatRows.module.css';
import type { ChatDeeds } from './use-chat-deeds.ts';
import { useChatFocus } from './use-chat-focus.ts';
import { useChatKeys } from './use-chat-keys.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';

/** As in the style sheet. How large a rem is people choose in their browser. */
const rowRems = 4.25;
const rowHeightNow = () => rowRems * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
/** So many rows before the end, the next page is fetched. */
const ahead = 30;

interface ScrollingRowsProps {
  readonly list: ChatList;
  /** In the order they are shown in. */
  readonly ids: readonly string[];
  readonly filter: ChatFilter | undefined;
  readonly chosenID: string | undefined;
  readonly deeds: ChatDeeds;
  /** The pointer moves over the rows. */
  onPoint(): void;
  /** A menu is about to open, perhaps for a row. */
  onChoose(event: SyntheticEvent): void;
}

/** Only the rows in sight are in the page; ten thousand chats scroll like ten. */
export function ScrollingRows({ list, ids, filter, chosenID, deeds, onPoint, onChoose }: ScrollingRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowList = useRef<HTMLUListElement>(null);
  const [rowHeight] = useState(rowHeightNow);

  const active = useRef(-1);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(() => rowHeight, [rowHeight]),
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    overscan: 8,
    rangeExtractor: useCallback((range: Range) => withActive(defaultRangeExtractor(range), active.current), []),
  });
  const focus = useChatFocus({
    list: rowList,
    ids,
    chosenID,
    rowsInSight: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
    scrollTo: (index) => virtual.scrollToIndex(index),
  });
  active.current = focus.activeID === undefined ? -1 : ids.indexOf(focus.activeID);
  useSteadyScroll(scroller, ids, rowHeight);
  useChatKeys({ scroller, focus, chosenID, deeds });

  const rows = virtual.getVirtualItems();
  const lastShown = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (lastShown >= ids.length - ahead) void list.loadMore();
  }, [lastShown, ids.length, list]);

  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      onContextMenuCapture={onChoose}
      onTouchStartCapture={onChoose}
      onPointerMove={({ pointerType }) => pointerType === 'mouse' && onPoint()}
      onWheel={onPoint}
    >
      <ul
        ref={rowList}
        className={styles['rows']}
        style={{ blockSize: virtual.getTotalSize() }}
        aria-label={t.inbox.list}
        {...focus.handlers}
      >
        {rows.map(({ key, index, start }) => {
          const id = ids[index] ?? '';
          return (
            <Row
              key={key}
              start={start}
              index={index}
              count={ids.length}
              chatID={id}
              filter={filter}
              isChosen={id === chosenID}
              isTabStop={id === focus.activeID}
            />
          );
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly index: number;
  readonly count: number;
  readonly chatID: string;
  readonly filter: ChatFilter | undefined;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
}

/** Scrolling leaves the rows that stay as they are. */
const Row = memo(function Row({ start, index, count, ...chat }: RowProps) {
  return (
    <li
      className={styles['row']}
      style={{ transform: `translateY(${start}px)` }}
      aria-setsize={count}
      aria-posinset={index + 1}
    >
      <ChatRow {...chat} />
    </li>
  );
});

/** The row with the focus stays in the page when it scrolls out of sight: the focus would be lost with it. */
function withActive(indexes: number[], active: number): number[] {
  return active === -1 || indexes.includes(active) ? indexes : [...indexes, active].toSorted((a, b) => a - b);
}
