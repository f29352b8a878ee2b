/** The steps of a bridge's login as the contract's. */

import type { AskStep, Display, InputField, LoginIO } from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import { cookieStep } from './cookie-step.ts';
import { notShown, StepNotShown } from './not-shown.ts';

/** Shows the step and returns what is to be submitted for it. @throws StepNotShown when that cannot be */
export async function askPerson(step: Fields, io: LoginIO): Promise<Fields> {
  const hindrance = notShown(step);
  if (hindrance !== undefined) throw new StepNotShown(hindrance);
  const type = text(step['type']) ?? '';
  const instructions = text(step['instructions']);
  const named = { stepID: stepIDOf(step), ...(instructions !== undefined && { instructions }) };
  const parameters = fields(step[type]);
  switch (type) {
    case 'user_input':
      return askForm(named, list(parameters['fields']).map(fields), io);
    case 'cookies':
      return io.cookies({ ...named, ...cookieStep(parameters) });
    default:
      io.show({ ...named, display: displayOf(parameters) });
      return {};
  }
}

/** `fi.mau.signal.qr` → `fi-mau-signal-qr` */
function stepIDOf(step: Fields): string {
  const id = (text(step['step_id']) ?? 'step').toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return id.replace(/^-|-$/g, '').slice(0, 64) || 'step';
}

type Named = Pick<AskStep, 'stepID' | 'instructions'>;

async function askForm(named: Named, asked: readonly Fields[], io: LoginIO): Promise<Fields> {
  const [first, ...others] = asked.map(inputField);
  // Nothing to fill in: something to read and to confirm.
  if (first === undefined) return {};
  const patterns = new Map(asked.map((field) => [text(field['id']) ?? '', text(field['pattern'])]));
  for (let instructions = named.instructions; ; ) {
    const given = await io.ask({
      ...named,
      ...(instructions !== undefined && { instructions }),
      fields: [first, ...others],
    });
    const answers = Object.fromEntries(Object.entries(given).map(([id, value]) => [id, cleaned(value, asked, id)]));
    const wrong = asked.find(
      (field) => !matches(patterns.get(text(field['id']) ?? ''), answers[text(field['id']) ?? '']),
    );
    if (wrong === undefined) return answers;
    instructions =
      `"${text(wrong['name']) ?? text(wrong['id'])}" does not have the form that the network expects. ${named.instructions ?? ''}`.trim();
  }
}

const inputTypes: ReadonlySet<string> = new Set([
  'password',
  'email',
  'phone_number',
  'username',
  'url',
  'domain',
  'select',
  'token',
  '2fa_code',
]);

const isInputType = (type: string): type is InputField['type'] => inputTypes.has(type);

function inputField(field: Fields): InputField {
  const type = text(field['type']) ?? 'text';
  const placeholder = text(field['description']);
  const initialValue = text(field['default_value']);
  const options = list(field['options']).flatMap((option) => text(option) ?? []);
  const id = text(field['id']) ?? 'value';
  const label = text(field['name']) ?? id;
  return {
    id,
    type: isInputType(type) ? type : 'text',
    label,
    ...(saysOptional(`${label} ${placeholder ?? ''}`) && field['pattern'] === undefined && { optional: true }),
    ...(placeholder !== undefined && { placeholder }),
    ...(initialValue !== undefined && { initialValue }),
    ...(options.length > 0 && { options }),
  };
}

/** Bridges have no word for it but those that people read. */
const saysOptional = (words: string): boolean =>
  /\boptional\b|\b(leave|left|may (be|stay)|can be)\b[^.]{0,20}\b(empty|blank)\b/i.test(words) &&
  !/\bnot optional\b/i.test(words);

/** People write telephone numbers with spaces; bridges take them without. */
function cleaned(value: string, asked: readonly Fields[], id: string): string {
  const field = asked.find((candidate) => candidate['id'] === id);
  return field?.['type'] === 'phone_number' ? value.replace(/[\s()\-.]/g, '') : value;
}

/** Patterns are of another dialect than ours; one that cannot be read is left to the bridge. */
function matches(pattern: string | undefined, value: string | undefined): boolean {
  if (pattern === undefined || value === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function displayOf(parameters: Fields): Display {
  const data = text(parameters['data']);
  const imageURL = text(parameters['image_url']);
  switch (parameters['type']) {
    case 'qr':
      return { type: 'qr', data: data ?? '' };
    case 'code':
      return { type: 'code', data: data ?? '' };
    case 'emoji':
      return imageURL === undefined ? { type: 'code', data: data ?? '' } : { type: 'emoji', imageURL };
    default:
      return { type: 'nothing' };
  }
}
