import { useState } from 'react';
import type { Values } from '../field-rules.ts';

interface FormField {
  readonly id: string;
  readonly initial: string;
  /** What is wrong with a value. */
  complaint(value: string): string | undefined;
}

export interface FormValues {
  readonly values: Values;
  set(id: string, value: string): void;
  setAll(values: Values): void;
  /** Somebody left the field: from now on it is said what is wrong with it. */
  leave(id: string): void;
  problemOf(id: string): string | undefined;
  /** @returns the first field with something wrong in it; from now on all of them say so */
  check(): string | undefined;
}

/** What is typed into a form. @param told what the server found wrong, by field: it stands until the field is changed */
export function useValues(fields: readonly FormField[], told: Values): FormValues {
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.map(({ id, initial }) => [id, initial])),
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [submitted, setSubmitted] = useState<Values>({});
  const wrong = (id: string) => fields.find((field) => field.id === id)?.complaint(values[id] ?? '');
  return {
    values,
    set: (id, value) => setValues((now) => ({ ...now, [id]: value })),
    setAll: (more) => setValues((now) => ({ ...now, ...more })),
    leave(id) {
      // Nobody is scolded for a field that was only passed by.
      if (values[id] !== '') setLeft((now) => new Set(now).add(id));
    },
    problemOf: (id) => (left.has(id) ? wrong(id) : undefined) ?? (values[id] === submitted[id] ? told[id] : undefined),
    check() {
      setLeft(new Set(fields.map(({ id }) => id)));
      setSubmitted(values);
      return fields.find(({ id }) => wrong(id) !== undefined)?.id;
    },
  };
}
