import type { ReactNode } from 'react';
import { t } from '../../texts/texts.ts';
import styles from './Door.module.css';

interface DoorProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** A page before the app: one card in the middle. */
export const Door = ({ title, text, children }: DoorProps) => (
  <main className={styles['door']}>
    <div className={styles['card']}>
      <p className={styles['brand']}>
        <img src="/favicon.svg" alt="" width="28" height="28" />
        {t.app.name}
      </p>
      <h1 className={styles['title']}>{title}</h1>
      <p className={styles['text']}>{text}</p>
      {children}
    </div>
  </main>
);
