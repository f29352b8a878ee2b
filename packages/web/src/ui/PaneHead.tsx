import type { ReactNode } from 'react';
import styles from './PaneHead.module.css';

/** The bar on top of a pane. */
export const PaneHead = ({ children }: { readonly children: ReactNode }) => (
  <header className={styles['head']}>{children}</header>
);
