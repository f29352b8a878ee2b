import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import styles from './TextField.module.css';

interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
}

/** A field with its label, an explanation and what is wrong, tied together for those who listen. */
export function TextField({ label, hint, problem, className: _, ...input }: TextFieldProps) {
  return (
    <Field.Root className={styles['field']} invalid={problem !== undefined}>
      <Field.Label className={styles['label']}>{label}</Field.Label>
      <Field.Control {...input} className={styles['input']} />
      {hint !== undefined && <Field.Description className={styles['hint']}>{hint}</Field.Description>}
      {problem !== undefined && (
        <Field.Error match className={styles['problem']} role="alert">
          {problem}
        </Field.Error>
      )}
    </Field.Root>
  );
}
