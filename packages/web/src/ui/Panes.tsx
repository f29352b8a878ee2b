import { type ReactNode, useRef } from 'react';
import styles from './Panes.module.css';
import { ResizeHandle } from './ResizeHandle.tsx';

interface PanesProps {
  readonly list: ReactNode;
  /** The name of the list, for those who listen. */
  readonly listLabel: string;
  readonly detail: ReactNode;
  /** Which of the two a phone shows. */
  readonly showing: 'list' | 'detail';
  /** The name of the line between the two. Without it the list has its width for good. */
  readonly resizeLabel?: string;
}

/** A list and what was chosen from it: side by side, on a phone one at a time. */
export function Panes({ list, listLabel, detail, showing, resizeLabel }: PanesProps) {
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box} className={styles['panes']} data-showing={showing}>
      <section className={styles['list']} aria-label={listLabel}>
        {list}
        {resizeLabel !== undefined && <ResizeHandle label={resizeLabel} box={box} />}
      </section>
      <main className={styles['detail']} id="content" tabIndex={-1}>
        {detail}
      </main>
    </div>
  );
}
