/** One question to the person, in the form that suits the field. */

import { type CANCEL_SYMBOL, isCancel, password, select, text } from '@clack/prompts';
import type { LoginInputField } from '@partyline/protocol';
import { interrupted } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text.ts';

/** Field types whose value must not be seen on the screen. */
const hidden: ReadonlySet<string> = new Set(['password', 'token']);

/** @returns `undefined` when an optional field was left empty. @throws CliError when the person pressed Ctrl-C. */
export async function askField(field: LoginInputField, terminal: Terminal): Promise<string | undefined> {
  const { output, signal } = terminal;
  const message = labelOf(field);
  const answer = await prompt();
  if (isCancel(answer)) throw interrupted();
  return answer === '' && field.optional ? undefined : answer;

  function prompt(): Promise<string | typeof CANCEL_SYMBOL> {
    if (field.options !== undefined && field.options.length > 0) {
      const choices = field.options.map((value) => ({ value, label: printable(value) }));
      // Where a value is offered, it is the default.
      const open = field.optional && field.initialValue === undefined ? [{ value: '', label: '(default)' }] : [];
      return select({
        message,
        options: [...open, ...choices],
        output,
        signal,
        ...(field.initialValue === undefined ? {} : { initialValue: field.initialValue }),
      });
    }
    const validate = (value: string | undefined) => complaint(field, value ?? '');
    if (hidden.has(field.type ?? '')) return password({ message, validate, output, signal });
    return text({
      message,
      validate,
      output,
      signal,
      ...(field.placeholder === undefined ? {} : { placeholder: printable(field.placeholder) }),
      ...(field.initialValue === undefined ? {} : { initialValue: field.initialValue }),
    });
  }
}

export const labelOf = (field: LoginInputField): string =>
  `${printable(field.label || field.id)}${field.optional ? ' (optional)' : ''}`;

/** What is wrong with a value, as far as one can tell here; the network has the last word. */
export function complaint(field: LoginInputField, value: string): string | undefined {
  if (value === '') return field.optional ? undefined : 'This is needed.';
  if (field.options !== undefined && field.options.length > 0 && !field.options.includes(value)) {
    return `One of: ${field.options.map(printable).join(', ')}`;
  }
  if (field.type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return 'A number is expected.';
  if (field.type === 'email' && !/^\S+@\S+$/.test(value)) return 'An e-mail address is expected.';
  if (field.type === 'url' && !URL.canParse(value)) return 'An address like https://example.org is expected.';
  return undefined;
}
