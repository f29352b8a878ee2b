/** A bridge's cookies step: a page on which a person signs in, and what is taken from there. */

import type { CookieField, CookieSource, CookieStep } from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import { StepNotShown } from './not-shown.ts';

/** @throws StepNotShown when it says too little */
export function cookieStep(parameters: Fields): Omit<CookieStep, 'stepID'> {
  const userAgent = text(parameters['user_agent']);
  const expectedFinalURLRegex = text(parameters['wait_for_url_pattern']);
  const extractJS = text(parameters['extract_js']);
  const [first, ...others] = list(parameters['fields']).map((field) => cookieField(fields(field)));
  const url = text(parameters['url']);
  if (first === undefined || url === undefined) throw new StepNotShown('a web page without saying what it needs of it');
  return {
    url,
    ...(userAgent !== undefined && { userAgent }),
    ...(expectedFinalURLRegex !== undefined && { expectedFinalURLRegex }),
    ...(extractJS !== undefined && { extractJS }),
    fields: [first, ...others],
  };
}

const cookieTypes: Readonly<Record<string, NonNullable<CookieField['type']>>> = {
  cookie: 'cookie',
  local_storage: 'local_storage',
  request_header: 'header',
};

/** Any one source of a field is enough; people are told the first that they can look up. */
function cookieField(field: Fields): CookieField {
  const id = text(field['id']) ?? 'value';
  const pattern = text(field['pattern']);
  const sources = list(field['sources']).flatMap((source) => cookieSource(fields(source)) ?? []);
  const shown = sources.find(({ type }) => cookieTypes[type] !== undefined);
  // What only a script or a request has must not be called a cookie, which nobody would find.
  const kind = sources.length === 0 ? 'cookie' : cookieTypes[shown?.type ?? ''];
  return {
    id,
    name: shown?.name ?? sources.find(({ type }) => type === 'request_body')?.name ?? id,
    ...(kind !== undefined && { type: kind }),
    ...(field['required'] !== true && { optional: true }),
    ...(pattern !== undefined && { pattern }),
    ...(sources.length > 0 && { sources }),
  };
}

const sourceTypes: ReadonlySet<string> = new Set([
  'cookie',
  'request_header',
  'request_body',
  'local_storage',
  'special',
]);

const isSourceType = (type: string): type is CookieSource['type'] => sourceTypes.has(type);

function cookieSource(source: Fields): CookieSource | undefined {
  const type = text(source['type']) ?? '';
  const name = text(source['name']);
  const cookieDomain = text(source['cookie_domain']);
  const requestURLRegex = text(source['request_url_regex']);
  if (name === undefined || !isSourceType(type)) return undefined;
  return {
    type,
    name,
    ...(cookieDomain !== undefined && { cookieDomain }),
    ...(requestURLRegex !== undefined && { requestURLRegex }),
  };
}
