import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

export interface ChatFocus {
  /** The one row that the Tab key comes to. */
  readonly activeID: string | undefined;
  /** Goes so many rows on, and puts the focus there. */
  move(by: number): void;
  /** Puts the focus on the row that has it, or would have. */
  focus(): void;
  /** Whether a row has the focus. */
  isInside(): boolean;
  /** For the list's element. */
  readonly handlers: {
    onFocus(event: FocusEvent): void;
    onBlur(event: FocusEvent): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

interface ChatFocusParts {
  readonly list: RefObject<HTMLElement | null>;
  readonly ids: readonly string[];
  readonly chosenID: string | undefined;
  readonly rowsInSight: () => number;
  scrollTo(index: number): void;
}

/** Arrow keys in a list of which only the rows in sight are in the page. */
export function useChatFocus({ list, ids, chosenID, rowsInSight, scrollTo }: ChatFocusParts): ChatFocus {
  const [focusedID, setFocusedID] = useState<string>();
  const wanted = useRef(false);
  /** A row that changes its place in the page loses the focus without anybody's will. */
  const isInside = useRef(false);
  const known = focusedID !== undefined && ids.includes(focusedID) ? focusedID : undefined;
  /** Where the focus was, for when its row is gone. */
  const place = useRef(0);
  const chosen = chosenID !== undefined && ids.includes(chosenID) ? chosenID : undefined;
  const activeID = known ?? chosen ?? ids[Math.min(place.current, ids.length - 1)];
  const activeIndex = activeID === undefined ? -1 : ids.indexOf(activeID);

  // Opening a chat by other ways takes the place along.
  useEffect(() => {
    if (chosenID !== undefined) setFocusedID(chosenID);
  }, [chosenID]);

  useLayoutEffect(() => {
    const isLost = isInside.current && document.activeElement === document.body;
    if (isLost && known === undefined && focusedID !== undefined && ids.length > 0) {
      // It was archived or deleted: the next one takes its place.
      setFocusedID(activeID);
      wanted.current = true;
      return;
    }
    place.current = activeIndex;
    if (!wanted.current && !isLost) return;
    const row = list.current?.querySelector<HTMLElement>('[data-chat][tabindex="0"]');
    if (row?.dataset['chat'] !== activeID) return;
    wanted.current = false;
    row?.focus({ preventScroll: true });
  });
  useEffect(() => {
    const pressed = ({ target }: PointerEvent) => {
      if (target instanceof Node && list.current?.contains(target) !== true) isInside.current = false;
    };
    window.addEventListener('pointerdown', pressed, true);
    return () => window.removeEventListener('pointerdown', pressed, true);
  }, [list]);

  const goTo = useCallback(
    (index: number) => {
      const to = Math.max(0, Math.min(ids.length - 1, index));
      const id = ids[to];
      if (id === undefined) return;
      scrollTo(to);
      wanted.current = true;
      isInside.current = true;
      setFocusedID(id);
    },
    [ids, scrollTo],
  );
  const left = useRef(chosenID);
  useEffect(() => {
    const wasLeft = left.current !== undefined && chosenID === undefined;
    left.current = chosenID;
    if (wasLeft && document.activeElement === document.body) focus();
  });
  const [, draw] = useState(0);
  const focus = () => {
    if (activeIndex === -1) return;
    goTo(activeIndex);
    // Also when nothing else changes.
    draw((count) => count + 1);
  };

  return {
    activeID,
    focus,
    isInside: () => list.current?.contains(document.activeElement) === true,
    move(by) {
      if (list.current?.contains(document.activeElement) === true) goTo(activeIndex + by);
      else focus();
    },
    handlers: {
      onFocus({ target }) {
        isInside.current = true;
        if (target instanceof HTMLElement && target.dataset['chat'] !== undefined) setFocusedID(target.dataset['chat']);
      },
      onBlur({ relatedTarget }) {
        if (relatedTarget !== null) isInside.current = false;
      },
      onKeyDown(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const steps: Readonly<Record<string, number>> = {
          ArrowDown: 1,
          ArrowUp: -1,
          PageDown: rowsInSight(),
          PageUp: -rowsInSight(),
          Home: -activeIndex,
          End: ids.length,
        };
        const step = steps[event.key];
        if (step === undefined) return;
        event.preventDefault();
        goTo(activeIndex + step);
      },
    },
  };
}
