import { Field } from '@base-ui/react/field';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { FieldWords } from './field-words.ts';
import styles from './SelectField.module.css';
import fieldStyles from './TextField.module.css';

interface SelectFieldProps extends FieldWords, Omit<ComponentProps<'select'>, 'className'> {
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** One of a list. The system's own: it opens as people know it, on a phone as well. */
export function SelectField({ label, hint, problem, options, ...select }: SelectFieldProps) {
  return (
    <Field.Root className={fieldStyles['field']} invalid={problem !== undefined}>
      <Field.Label className={fieldStyles['label']}>{label}</Field.Label>
      <span className={styles['box']}>
        <Field.Control render={<select {...select} />} className={`${fieldStyles['input']} ${styles['select']}`}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Field.Control>
        <ChevronDown className={styles['mark']} aria-hidden="true" />
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
