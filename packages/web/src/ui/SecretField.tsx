import { Field } from '@base-ui/react/field';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import type { FieldWords } from './field-words.ts';
import { IconButton } from './IconButton.tsx';
import styles from './SecretField.module.css';
import fieldStyles from './TextField.module.css';

interface SecretFieldProps extends FieldWords, Omit<ComponentProps<'input'>, 'type' | 'className'> {
  readonly showLabel: string;
  readonly hideLabel: string;
}

/** A field whose value is hidden until its owner wants to see it. */
export function SecretField({ label, hint, problem, showLabel, hideLabel, ...input }: SecretFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field.Root className={fieldStyles['field']} invalid={problem !== undefined}>
      <Field.Label className={fieldStyles['label']}>{label}</Field.Label>
      <span className={styles['box']}>
        <Field.Control
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          {...input}
          type={isShown ? 'text' : 'password'}
          className={`${fieldStyles['input']} ${styles['input']}`}
        />
        <IconButton
          className={styles['toggle']}
          label={isShown ? hideLabel : showLabel}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff /> : <Eye />}
        </IconButton>
      </span>
      {hint !== undefined && <Field.Description className={fieldStyles['hint']}>{hint}</Field.Description>}
      {problem !== undefined && (
        <Field.Error match className={fieldStyles['problem']} role="alert">
          {problem}
        </Field.Error>
      )}
    </Field.Root>
  );
}
