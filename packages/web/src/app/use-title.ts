import { useEffect, useState } from 'react';
import { hasNews, wholeInbox } from '../data/chat-filter.ts';
import { t } from '../texts/texts.ts';
import { useData } from './context.ts';

/** A busy minute changes the title once a moment. */
const restMs = 500;

/** What the window is called: the view, and how many chats of the inbox have something new, as far as they are loaded. */
export function useTitle(view: string): void {
  const { chats, onEvent, start } = useData();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setCount([...chats.all()].filter(hasNews).length);
    };
    const soon = () => {
      timer ??= setTimeout(look, restMs);
    };
    soon();
    const ends = [start.subscribe(soon), chats.list(wholeInbox).state.subscribe(soon), onEvent(soon)];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [chats, onEvent, start]);
  useEffect(() => {
    document.title = count === 0 ? t.app.title(view) : t.app.titleNew(view, count);
  }, [view, count]);
}
