import type { ReactNode } from 'react';
import styles from './Section.module.css';

interface SectionProps {
  /** What this is about, in a sentence. */
  readonly text?: string;
  readonly actions?: ReactNode;
  /** For tables: as wide as there is room, and not as one reads. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** The body of one section of the settings. */
export const Section = ({ text, actions, isWide = false, children }: SectionProps) => (
  <div className={styles['section']} data-wide={isWide}>
    {(text !== undefined || actions !== undefined) && (
      <div className={styles['head']}>
        {text !== undefined && <p className={styles['text']}>{text}</p>}
        {actions}
      </div>
    )}
    {children}
  </div>
);

interface BlockProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** A part of a section with a heading of its own. */
export const Block = ({ title, text, children }: BlockProps) => (
  <section className={styles['block']}>
    <h3 className={styles['title']}>{title}</h3>
    {text !== undefined && <p className={styles['soft']}>{text}</p>}
    {children}
  </section>
);

export const Card = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles['card']}>{children}</div>
);

export const CardList = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <ul className={styles['list']} aria-label={label}>
    {children}
  </ul>
);
