import type { ReactNode } from 'react';
import styles from './Page.module.css';

interface PageProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A view that is one column of text and forms. */
export function Page({ title, actions, children }: PageProps) {
  return (
    <main className={styles['page']} id="content" tabIndex={-1}>
      <div className={styles['column']}>
        <header className={styles['head']}>
          <h1 className={styles['title']}>{title}</h1>
          {actions}
        </header>
        {children}
      </div>
    </main>
  );
}
