import type { ReactNode } from 'react';
import styles from './Panes.module.css';

interface PanesProps {
  readonly list: ReactNode;
  /** The name of the list, for those who listen. */
  readonly listLabel: string;
  readonly detail: ReactNode;
  /** Which of the two a phone shows. */
  readonly showing: 'list' | 'detail';
}

/** A list and what was chosen from it: side by side, on a phone one at a time. */
export function Panes({ list, listLabel, detail, showing }: PanesProps) {
  return (
    <div className={styles['panes']} data-showing={showing}>
      <section className={styles['list']} aria-label={listLabel}>
        {list}
      </section>
      <main className={styles['detail']} id="content" tabIndex={-1}>
        {detail}
      </main>
    </div>
  );
}
