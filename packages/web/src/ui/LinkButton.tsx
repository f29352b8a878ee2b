import type { ReactNode } from 'react';
import { RouteLink } from '../routing/RouteLink.tsx';
import type { Route } from '../routing/route.ts';
import styles from './Button.module.css';

interface LinkButtonProps {
  readonly to: Route;
  readonly look?: 'primary' | 'plain' | 'quiet';
  onClick?(): void;
  readonly children: ReactNode;
}

/** A link that looks like a button: it goes somewhere. */
export const LinkButton = ({ to, look = 'plain', onClick, children }: LinkButtonProps) => (
  <RouteLink className={`${styles['button']} ${styles[look]}`} to={to} onClick={onClick}>
    {children}
  </RouteLink>
);
