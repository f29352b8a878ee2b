import type { LoginInputField } from '@partyline/protocol';
import { type FormEvent, useRef, useState } from 'react';
import { t } from '../../../texts/texts.ts';
import { Disclosure } from '../../../ui/Disclosure.tsx';
import { complaint, type InputStep, isSecret, type Values } from '../field-rules.ts';
import type { Problem } from '../sign-in-problem.ts';
import styles from './InputForm.module.css';
import { LoginField } from './LoginField.tsx';
import { useValues } from './use-values.ts';

interface InputFormProps {
  /** What the button outside names it by. */
  readonly id: string;
  readonly step: InputStep;
  /** What was typed before, when the network asks for the same again. */
  readonly before: Values | undefined;
  readonly problem: Problem | undefined;
  onSubmit(values: Values): void;
  onTouch(): void;
}

/** More than so many fields that need no answer are put away. */
const fewOptional = 3;

export function InputForm({ id, step, before, problem, onSubmit, onTouch }: InputFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { values, set, leave, problemOf, check } = useValues(
    step.fields.map((field) => ({
      id: field.id,
      initial: initialOf(field, before),
      complaint: (value: string) => complaint(field, value),
    })),
    problem?.fields ?? {},
  );
  const [shown, hidden] = sorted(step.fields);
  // Asked again, whoever changed something there is to see it: the network may offer back what was typed.
  const [isOpen, setOpen] = useState(
    before !== undefined && hidden.some((field) => !['', field.options?.[0]].includes(initialOf(field, before))),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = check();
    if (wrong === undefined) return onSubmit(values);
    if (hidden.some((field) => field.id === wrong)) setOpen(true);
    // A field that was put away is there after the next frame.
    requestAnimationFrame(() => fieldNamed(form.current, wrong)?.focus());
  };
  const draw = (field: LoginInputField) => (
    <LoginField
      key={field.id}
      field={field}
      value={values[field.id] ?? ''}
      problem={problemOf(field.id)}
      onBlur={() => leave(field.id)}
      onChange={(value) => {
        set(field.id, value);
        onTouch();
      }}
    />
  );
  return (
    <form ref={form} id={id} className={styles['form']} onSubmit={submit} noValidate>
      {shown.map(draw)}
      {hidden.length > 0 && (
        <Disclosure title={t.signIn.more} isOpen={isOpen} onToggle={setOpen}>
          <div className={styles['form']}>{hidden.map(draw)}</div>
        </Disclosure>
      )}
    </form>
  );
}

function initialOf(field: LoginInputField, before: Values | undefined): string {
  // What was wrong is most likely the secret: it is typed anew.
  const again = isSecret(field) ? undefined : before?.[field.id];
  return again ?? field.initialValue ?? '';
}

/** Those to be seen at once, and those that are put away because most people leave them as they are. */
function sorted(fields: readonly LoginInputField[]): readonly [LoginInputField[], LoginInputField[]] {
  const isMinor = (field: LoginInputField) => field.optional === true && !isSecret(field);
  const minor = fields.filter(isMinor);
  if (minor.length <= fewOptional || minor.length === fields.length) return [[...fields], []];
  return [fields.filter((field) => !isMinor(field)), minor];
}

export const fieldNamed = (form: HTMLFormElement | null, name: string): HTMLElement | undefined => {
  const found = form?.elements.namedItem(name);
  return found instanceof HTMLElement ? found : undefined;
};
