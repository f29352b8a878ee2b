import { type ReactNode, useId } from 'react';
import styles from './fields.module.css';

interface CheckFieldProps {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly isChecked: boolean;
  onChange(isChecked: boolean): void;
}

export function CheckField({ label, hint, isChecked, onChange }: CheckFieldProps) {
  const id = useId();
  return (
    <div>
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={isChecked}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={({ target }) => onChange(target.checked)}
        />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={id} className={styles['hint']}>
          {hint}
        </p>
      )}
    </div>
  );
}
