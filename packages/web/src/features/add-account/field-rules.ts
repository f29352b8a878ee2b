/** What a field of a login takes, as far as one can tell before the network does. */

import type { LoginInputField, LoginSession, LoginStep } from '@partyline/protocol';
import { t } from '../../texts/texts.ts';

export type InputStep = Extract<LoginStep, { type: 'user_input' }>;
export type CookiesStep = Extract<LoginStep, { type: 'cookies' }>;
export type DisplayStep = Extract<LoginStep, { type: 'display_and_wait' }>;
export type CookieField = CookiesStep['fields'][number];
export type Values = Readonly<Record<string, string>>;

/** Field types whose value is not to be seen by whoever stands beside. */
const secretTypes: ReadonlySet<string> = new Set(['password', 'token']);

export const isSecret = ({ type }: LoginInputField): boolean => secretTypes.has(type ?? '');

export const isSelect = ({ type, options = [] }: LoginInputField): boolean => type === 'select' && options.length > 0;

/** @returns what is wrong with a value, for the person; undefined when nothing is. The network has the last word */
export function complaint(field: LoginInputField, value: string): string | undefined {
  const { problems } = t.signIn;
  if (value.trim() === '') return field.optional === true ? undefined : problems.missing;
  if (isSelect(field)) return field.options?.includes(value) === true ? undefined : problems.option;
  const rule = rules[field.type ?? ''];
  return rule === undefined || rule.pattern.test(value.trim()) ? undefined : problems[rule.problem];
}

/** Generous: what is refused here must be wrong everywhere. */
const rules: Readonly<
  Record<string, { readonly pattern: RegExp; readonly problem: keyof typeof t.signIn.problems } | undefined>
> = {
  number: { pattern: /^-?\d+(\.\d+)?$/, problem: 'number' },
  email: { pattern: /^\S+@\S+$/, problem: 'email' },
  url: { pattern: /^[a-z][a-z0-9+.-]*:\/\/\S+$/i, problem: 'url' },
  domain: { pattern: /^\S+$/, problem: 'domain' },
  phone_number: { pattern: /^\+?[\d\s().-]{4,}$/, problem: 'phone' },
};

/** @returns what is wrong with the value of a cookie field */
export function cookieComplaint(field: CookieField, value: string): string | undefined {
  const { problems } = t.signIn;
  if (value.trim() === '') return field.required === false ? undefined : problems.missing;
  return fits(field.pattern, value) ? undefined : problems.pattern;
}

function fits(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // An expression of another dialect: the network tells.
    return true;
  }
}

/** `Port (empty: 6697)` as a label and its explanation. */
export function splitLabel({ id, label }: LoginInputField): { readonly label: string; readonly hint?: string } {
  const text = label === undefined || label === '' ? id : label;
  const [, short, hint] = /^(.+?)\s+\((.+)\)$/s.exec(text) ?? [];
  if (short === undefined || hint === undefined) return { label: text };
  return { label: short, hint: hint.charAt(0).toLocaleUpperCase() + hint.slice(1) };
}

/** The part of a step that is still to be done. */
export const stepOf = ({ currentStep }: LoginSession): InputStep | CookiesStep | DisplayStep | undefined =>
  currentStep?.type === 'complete' ? undefined : currentStep;
