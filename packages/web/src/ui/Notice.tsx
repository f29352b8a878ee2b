import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface NoticeProps {
  readonly look: 'warn' | 'bad' | 'good';
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A strip that says how things are. It is said to those who listen when it appears. */
export const Notice = ({ look, children, action }: NoticeProps) => (
  <div className={`${styles['notice']} ${styles[look]}`} role="status">
    <span className={styles['text']}>{children}</span>
    {action}
  </div>
);
