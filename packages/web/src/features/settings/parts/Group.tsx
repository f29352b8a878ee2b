import type { ReactNode } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import styles from './Group.module.css';

interface GroupProps {
  readonly label: string;
  /** Something above says it already. */
  readonly isLabelHidden?: boolean;
  readonly children: ReactNode;
}

/** Fields that belong together, in a frame. */
export const Group = ({ label, isLabelHidden = false, children }: GroupProps) => (
  <fieldset className={styles['group']}>
    <legend className={classNames(styles['label'], isLabelHidden && 'visually-hidden')}>{label}</legend>
    {children}
  </fieldset>
);
