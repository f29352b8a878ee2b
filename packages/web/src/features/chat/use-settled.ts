import { useEffect, useState } from 'react';

const settledMs = 150;

/** False for a moment after the list went to a place by itself: a page that comes in before it is there would carry it off. */
export function useSettled(jump: number | undefined): boolean {
  const [settled, setSettled] = useState<{ readonly jump: number | undefined }>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ jump }), settledMs);
    return () => clearTimeout(timer);
  }, [jump]);
  return settled !== undefined && settled.jump === jump;
}
