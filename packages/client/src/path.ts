import { PartylineError } from './errors.ts';

/**
 * Builds a path of a template, with every value percent-encoded as one segment.
 *
 * @throws PartylineError for a value that is empty, `.` or `..`: the address would mean another resource.
 */
export function path(template: TemplateStringsArray, ...values: readonly string[]): string {
  return template.reduce((soFar, text, index) => {
    const value = values[index - 1];
    return `${soFar}${segment(value)}${text}`;
  });
}

function segment(value: string | undefined): string {
  if (value === undefined || value === '' || value === '.' || value === '..') {
    throw new PartylineError(`An ID was expected, but it is ${JSON.stringify(value) ?? 'undefined'}.`);
  }
  return encodeURIComponent(value);
}
