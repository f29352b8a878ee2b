import type { ReactNode } from 'react';
import styles from './Problem.module.css';

/** What is wrong with several fields together. */
export const Problem = ({ children }: { readonly children: ReactNode }) => (
  <p className={styles['problem']} role="alert">
    {children}
  </p>
);
