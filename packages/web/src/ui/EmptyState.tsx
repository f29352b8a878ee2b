import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: string | undefined;
  /** It is all there is on the page: its title is that of the page. */
  readonly isPage?: boolean;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** Where something could be and is not. */
export function EmptyState({ icon, title, text, isPage = false, children }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={styles['empty']}>
      {icon !== undefined && <div className={styles['icon']}>{icon}</div>}
      <Title className={styles['title']}>{title}</Title>
      {text !== undefined && <p className={styles['text']}>{text}</p>}
      {children}
    </div>
  );
}
