import { useEffect, useRef, useState } from 'react';
import { isCalled, type TimelineItem } from '../../data/message-order.ts';

const markedMs = 2_500;

export interface Target {
  readonly messageID: string;
  /** Another one for each jump, also to the same message. */
  readonly jump: number;
}

/** Scrolls to the target when it is there, and marks it for a moment. @returns the key of the marked item */
export function useJump(target: Target | undefined, items: readonly TimelineItem[], scrollTo: (index: number) => void) {
  const [marked, setMarked] = useState<string>();
  const done = useRef<number>(undefined);
  useEffect(() => {
    if (target === undefined || done.current === target.jump) return;
    const index = items.findIndex(({ message }) => isCalled(message, target.messageID));
    if (index === -1) return;
    done.current = target.jump;
    scrollTo(index);
    setMarked(items[index]?.key);
  });
  useEffect(() => {
    if (marked === undefined) return;
    const timer = setTimeout(() => setMarked(undefined), markedMs);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}
