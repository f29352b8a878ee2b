import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type SyntheticEvent, useCallback, useEffect, useRef, useState } from 'react';
import { openOverlay } from '../../app/overlays.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useReadable } from '../../app/use-readable.ts';
import type { ChatFilter } from '../../data/chat-filter.ts';
import type { ChatList } from '../../data/chat-list.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { ContextMenuArea } from '../../ui/Menu.tsx';
import { ChatMenuItems } from './ChatMenuItems.tsx';
import { ChatRow } from './ChatRow.tsx';
import styles from './ChatRows.module.css';
import { focusComposer } from './focus-composer.ts';
import { useChatDeeds } from './use-chat-deeds.ts';
import { useChatFocus } from './use-chat-focus.ts';
import { useHeldOrder } from './use-held-order.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';

const rowHeight = 68;
/** So many rows before the end, the next page is fetched. */
const ahead = 30;

interface ChatRowsProps {
  readonly list: ChatList;
  readonly filter: ChatFilter | undefined;
  readonly chosenID: string | undefined;
}

/** Only the rows in sight are in the page; ten thousand chats scroll like ten. */
export function ChatRows({ list, filter, chosenID }: ChatRowsProps) {
  const { ids: newest } = useReadable(list.state);
  const { ids, touch, hold } = useHeldOrder(newest);
  const scroller = useRef<HTMLDivElement>(null);
  const rowList = useRef<HTMLUListElement>(null);
  const [menuID, setMenuID] = useState<string>();
  const deeds = useChatDeeds(chosenID);
  const navigate = useNavigate();

  const active = useRef(-1);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
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

  const rows = virtual.getVirtualItems();
  const lastShown = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (lastShown >= ids.length - ahead) void list.loadMore();
  }, [lastShown, ids.length, list]);

  /** The chat that keys are for: the one in focus, or the open one. */
  const about = (deed: (chatID: string) => unknown) => () => {
    const chatID = focus.isInside() ? focus.activeID : chosenID;
    return chatID === undefined ? false : deed(chatID);
  };
  useShortcuts({
    next: () => focus.move(1),
    previous: () => focus.move(-1),
    back() {
      if (scroller.current?.offsetParent === null) return chosenID !== undefined && navigate({ view: 'inbox' });
      return !focus.isInside() && focus.focus();
    },
    write: () => chosenID !== undefined && focusComposer(),
    archive: about(deeds.toggleArchive),
    unread: about(deeds.toggleUnread),
    pin: about(deeds.togglePin),
    mute: about(deeds.toggleMute),
    remind: about((chatID) => openOverlay({ kind: 'remind', chatID })),
    label: about((chatID) => openOverlay({ kind: 'labels', chatID })),
    remove: about((chatID) => openOverlay({ kind: 'remove-chat', chatID })),
  });
  const choose = (event: SyntheticEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-chat]') : null;
    if (row === null) event.stopPropagation();
    else setMenuID(row.dataset['chat']);
  };

  return (
    <ContextMenuArea
      items={menuID === undefined ? null : <ChatMenuItems chatID={menuID} deeds={deeds} />}
      onOpenChange={hold}
    >
      <div
        ref={scroller}
        className={styles['scroller']}
        onContextMenuCapture={choose}
        onTouchStartCapture={choose}
        onPointerMove={({ pointerType }) => pointerType === 'mouse' && touch()}
        onWheel={touch}
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
              <li
                key={key}
                className={styles['row']}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={ids.length}
                aria-posinset={index + 1}
              >
                <ChatRow chatID={id} filter={filter} isChosen={id === chosenID} isTabStop={id === focus.activeID} />
              </li>
            );
          })}
        </ul>
      </div>
    </ContextMenuArea>
  );
}

/** The row with the focus stays in the page when it scrolls out of sight: the focus would be lost with it. */
function withActive(indexes: number[], active: number): number[] {
  return active === -1 || indexes.includes(active) ? indexes : [...indexes, active].toSorted((a, b) => a - b);
}
