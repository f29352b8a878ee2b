/** The steps of a bridge's login as the contract's. */

import {
  type AskStep,
  type CookieField,
  type CookieStep,
  type Display,
  type InputField,
  LoginError,
  type LoginIO,
} from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';

/** Shows the step and returns what is to be submitted for it. @throws LoginError when it cannot be shown here */
export async function askPerson(step: Fields, io: LoginIO): Promise<Fields> {
  const type = text(step['type']) ?? 'missing';
  const instructions = text(step['instructions']);
  const named = { stepID: stepIDOf(step), ...(instructions !== undefined && { instructions }) };
  const parameters = fields(step[type]);
  switch (type) {
    case 'user_input':
      return askForm(named, list(parameters['fields']).map(fields), io);
    case 'cookies':
      return io.cookies({ ...named, ...cookieStep(parameters) });
    case 'display_and_wait':
      io.show({ ...named, display: displayOf(parameters) });
      return {};
    default:
      throw new LoginError(
        'not_supported',
        `This way of signing in needs a step ("${type}") that Partyline cannot show. Choose another.`,
      );
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
  return {
    id,
    type: isInputType(type) ? type : 'text',
    label: text(field['name']) ?? id,
    ...(placeholder !== undefined && { placeholder }),
    ...(initialValue !== undefined && { initialValue }),
    ...(options.length > 0 && { options }),
  };
}

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

function cookieStep(parameters: Fields): Omit<CookieStep, 'stepID'> {
  const userAgent = text(parameters['user_agent']);
  const expectedFinalURLRegex = text(parameters['wait_for_url_pattern']);
  const extractJS = text(parameters['extract_js']);
  const [first, ...others] = list(parameters['fields']).map((field) => cookieField(fields(field)));
  const url = text(parameters['url']);
  if (first === undefined || url === undefined)
    throw new LoginError('not_supported', 'The bridge asks for a web page without saying what it needs of it.');
  return {
    url,
    ...(userAgent !== undefined && { userAgent }),
    ...(expectedFinalURLRegex !== undefined && { expectedFinalURLRegex }),
    ...(extractJS !== undefined && { extractJS }),
    fields: [first, ...others],
  };
}

const cookieTypes: Readonly<Record<string, CookieField['type']>> = {
  cookie: 'cookie',
  local_storage: 'local_storage',
  request_header: 'header',
};

/** Any one source of a field is enough; the first that can be named here is. */
function cookieField(field: Fields): CookieField {
  const id = text(field['id']) ?? 'value';
  const sources = list(field['sources']).map(fields);
  const source = sources.find(({ type }) => cookieTypes[String(type)] !== undefined) ?? sources[0] ?? {};
  return {
    id,
    name: text(source['name']) ?? id,
    type: cookieTypes[String(source['type'])] ?? 'cookie',
    ...(field['required'] !== true && { optional: true }),
  };
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
