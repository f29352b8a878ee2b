import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import type { FieldWords } from './field-words.ts';
import fieldStyles from './TextField.module.css';

interface TextAreaFieldProps extends FieldWords, ComponentProps<'textarea'> {}

/** A field of several lines. */
export function TextAreaField({ label, hint, problem, className, ...textarea }: TextAreaFieldProps) {
  return (
    <Field.Root className={fieldStyles['field']} invalid={problem !== undefined}>
      <Field.Label className={fieldStyles['label']}>{label}</Field.Label>
      <Field.Control render={<textarea {...textarea} />} className={classNames(fieldStyles['input'], className)} />
      {hint !== undefined && <Field.Description className={fieldStyles['hint']}>{hint}</Field.Description>}
      {problem !== undefined && (
        <Field.Error match className={fieldStyles['problem']} role="alert">
          {problem}
        </Field.Error>
      )}
    </Field.Root>
  );
}
