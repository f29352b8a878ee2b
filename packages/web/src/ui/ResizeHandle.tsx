import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useState } from 'react';
import styles from './ResizeHandle.module.css';

/** Pixels. */
const narrowest = 260;
const widest = 560;
const usual = 360;
const step = 16;
const key = 'partyline.list-width';

interface ResizeHandleProps {
  readonly label: string;
  /** Gets the width as `--list-width`. */
  readonly box: RefObject<HTMLElement | null>;
}

/** The line between a list and its detail: dragged, moved with arrow keys, put back by a double click. The width is kept. */
export function ResizeHandle({ label, box }: ResizeHandleProps) {
  const [width, setWidth] = useState(read);
  useEffect(() => {
    box.current?.style.setProperty('--list-width', `${width}px`);
  }, [box, width]);
  const choose = (wanted: number) => {
    const next = Math.round(Math.min(widest, Math.max(narrowest, wanted)));
    setWidth(next);
    write(next);
  };
  const isMirrored = () => box.current?.matches(':dir(rtl)') === true;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const edges = box.current?.getBoundingClientRect();
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || edges === undefined) return;
    choose(isMirrored() ? edges.right - event.clientX : event.clientX - edges.left);
  };
  const press = (event: KeyboardEvent) => {
    const onwards = isMirrored() ? 'ArrowLeft' : 'ArrowRight';
    const wanted: Readonly<Record<string, number>> = {
      [onwards]: width + step,
      [onwards === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft']: width - step,
      Home: narrowest,
      End: widest,
      Enter: usual,
    };
    const next = wanted[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that can be moved is no <hr>
    <div
      className={styles['handle']}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => choose(usual)}
      onKeyDown={press}
    />
  );
}

function read(): number {
  try {
    const kept = Number(localStorage.getItem(key));
    return kept >= narrowest && kept <= widest ? kept : usual;
  } catch {
    return usual;
  }
}

function write(width: number): void {
  try {
    localStorage.setItem(key, String(width));
  } catch {
    // No storage: it counts until the page is closed.
  }
}
