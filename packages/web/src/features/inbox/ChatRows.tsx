import { type SyntheticEvent, useCallback, useState } from 'react';
import { useReadable } from '../../app/use-readable.ts';
import type { ChatFilter } from '../../data/chat-filter.ts';
import type { ChatList } from '../../data/chat-list.ts';
import { ContextMenuArea } from '../../ui/Menu.tsx';
import { ChatMenuItems } from './ChatMenuItems.tsx';
import { ScrollingRows } from './ScrollingRows.tsx';
import { useChatDeeds } from './use-chat-deeds.ts';
import { useHeldOrder } from './use-held-order.ts';

interface ChatRowsProps {
  readonly list: ChatList;
  readonly filter: ChatFilter | undefined;
  readonly chosenID: string | undefined;
}

/** The rows in an order that holds while somebody points at them, and the menu of whichever row it is asked for. Scrolling draws none of this anew. */
export function ChatRows({ list, filter, chosenID }: ChatRowsProps) {
  const { ids: newest } = useReadable(list.state);
  const { ids, touch, hold } = useHeldOrder(newest);
  const [menuID, setMenuID] = useState<string>();
  const deeds = useChatDeeds(chosenID);
  const choose = useCallback((event: SyntheticEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-chat]') : null;
    if (row === null) event.stopPropagation();
    else setMenuID(row.dataset['chat']);
  }, []);
  return (
    <ContextMenuArea
      items={menuID === undefined ? null : <ChatMenuItems chatID={menuID} deeds={deeds} />}
      onOpenChange={hold}
    >
      <ScrollingRows
        list={list}
        ids={ids}
        filter={filter}
        chosenID={chosenID}
        deeds={deeds}
        onPoint={touch}
        onChoose={choose}
      />
    </ContextMenuArea>
  );
}
