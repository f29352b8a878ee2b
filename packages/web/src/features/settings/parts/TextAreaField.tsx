import { useId } from 'react';
import styles from './fields.module.css';

interface TextAreaFieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly maxLength?: number;
  onChange(value: string): void;
}

export function TextAreaField({ label, value, problem, maxLength, onChange }: TextAreaFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles['input']}
        dir="auto"
        value={value}
        maxLength={maxLength}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={({ target }) => onChange(target.value)}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} className={styles['problem']} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
