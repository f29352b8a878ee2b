import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useReadable } from '../../app/use-readable.ts';
import type { ChatList } from '../../data/chat-list.ts';
import { ChatRow } from './ChatRow.tsx';
import styles from './ChatRows.module.css';

const rowHeight = 68;
/** So many rows before the end, the next page is fetched. */
const ahead = 20;

interface ChatRowsProps {
  readonly list: ChatList;
  readonly chosenID: string | undefined;
}

/** Only the rows in sight are in the page; ten thousand chats scroll like ten. */
export function ChatRows({ list, chosenID }: ChatRowsProps) {
  const { ids } = useReadable(list.state);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= ids.length - ahead) void list.loadMore();
  }, [lastShown, ids.length, list]);
  return (
    <div ref={scroller} className={styles['scroller']}>
      <ul className={styles['rows']} style={{ blockSize: virtual.getTotalSize() }}>
        {rows.map(({ key, index, start }) => (
          <li
            key={key}
            className={styles['row']}
            style={{ transform: `translateY(${start}px)` }}
            aria-setsize={ids.length}
            aria-posinset={index + 1}
          >
            <ChatRow chatID={ids[index] ?? ''} isChosen={ids[index] === chosenID} />
          </li>
        ))}
      </ul>
    </div>
  );
}
