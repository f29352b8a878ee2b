/** The fields of one step, filled from what was brought along and, where somebody is there, by asking. */

import type { LoginInputField, LoginStep } from '@partyline/protocol';
import { CliError } from '../exit.ts';
import { instructions, type Terminal } from '../terminal.ts';
import { printable } from '../text.ts';
import { askField, complaint, labelOf } from './ask.ts';
import type { GivenFields } from './given-fields.ts';

type InputStep = Extract<LoginStep, { type: 'user_input' }>;
type CookieStep = Extract<LoginStep, { type: 'cookies' }>;

/**
 * @throws CliError 2 when something is missing and nobody can be asked; 1 when the network asks again for what was brought along.
 */
export function answerInput(step: InputStep, given: GivenFields, terminal: Terminal): Promise<Record<string, string>> {
  const preface = step.instructions ? [instructions(step.instructions, terminal)] : [];
  return fill(step, preface, given, terminal);
}

const kinds = {
  cookie: 'cookie',
  header: 'request header',
  local_storage: 'local storage item',
  other: 'value',
} as const;

/** @throws CliError as {@link answerInput}. */
export function answerCookies(
  step: CookieStep,
  given: GivenFields,
  terminal: Terminal,
): Promise<Record<string, string>> {
  const fields = step.fields.map((field): LoginInputField => {
    const kind = kinds[field.type ?? (field.sources === undefined ? 'cookie' : 'other')];
    // Cookies open the account as a password does: they are not echoed.
    return {
      id: field.id,
      type: 'token',
      label: `${kind} ${field.name ?? field.id}`,
      optional: field.required === false,
    };
  });
  const preface = [
    ...(step.instructions ? [instructions(step.instructions, terminal)] : []),
    'Sign in on this page in a browser:',
    `  ${printable(step.url)}`,
    'Then open the developer tools of the browser, and copy:',
    ...fields.map((field) => `  - ${labelOf(field)}`),
    ...(step.userAgent ? [`The browser should call itself: ${printable(step.userAgent)}`] : []),
  ];
  return fill({ fields, instructions: step.instructions }, preface, given, terminal);
}

async function fill(
  { fields, instructions: words }: Pick<InputStep, 'fields'> & { readonly instructions?: string | undefined },
  preface: readonly string[],
  given: GivenFields,
  terminal: Terminal,
): Promise<Record<string, string>> {
  const again = fields.filter((field) => given.wasAnswered(field.id)).map((field) => field.id);
  const values: Record<string, string> = {};
  const missing: LoginInputField[] = [];
  for (const field of fields) {
    const value = given.take(field.id);
    if (value !== undefined) values[field.id] = checked(field, value);
    else if (!terminal.interactive) {
      if (field.initialValue !== undefined && !again.includes(field.id)) values[field.id] = field.initialValue;
      else if (!field.optional) missing.push(field);
    }
  }
  if (again.length > 0 && !terminal.interactive) {
    const text = words ? printable(words) : `The network asks again for ${again.join(', ')}.`;
    throw new CliError('failed', 'login_rejected', text, { fields: again });
  }
  if (missing.length > 0) throw missingFields(missing, preface);
  if (!terminal.interactive) {
    // Also what was left out counts as answered: a network that is not content must not be answered the same for ever.
    for (const field of fields) given.remember(field.id, values[field.id] ?? '');
    return values;
  }
  if (preface.length > 0) terminal.tell(preface.join('\n'), again.length > 0);
  for (const field of fields) {
    if (values[field.id] !== undefined) continue;
    const typed = given.typed(field.id);
    const answer = await askField(typed === undefined ? field : { ...field, initialValue: typed }, terminal);
    if (answer === undefined) continue;
    values[field.id] = answer;
    given.remember(field.id, answer);
  }
  return values;
}

function checked(field: LoginInputField, value: string): string {
  const wrong = complaint(field, value);
  if (wrong !== undefined) throw new CliError('usage', 'bad_field', `${field.id}: ${wrong}`, { fields: [field.id] });
  return value;
}

function missingFields(missing: readonly LoginInputField[], preface: readonly string[]): CliError {
  const lines = missing.map((field) => {
    const choices = field.options ? `: ${field.options.map(printable).join(', ')}` : '';
    return `  --set ${field.id}=…   ${labelOf(field)}${choices}`;
  });
  const text = ['There is nobody to ask here, and these fields are needed:', ...lines, ...preface].join('\n');
  return new CliError('usage', 'missing_fields', text, { fields: missing.map((field) => field.id) });
}
