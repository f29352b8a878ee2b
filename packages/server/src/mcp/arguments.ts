/** Reads what a model gave as arguments: leniently in form, strictly in names, and with words from which it can learn. */

import { ApiError } from '@partyline/protocol';
import { Ajv, type ErrorObject } from 'ajv';
import type { Tool } from './tool.ts';

/** Models write numbers and booleans as text at times, and one value for a list of one. */
const lenient = new Ajv({
  coerceTypes: 'array',
  useDefaults: true,
  allErrors: true,
  strict: false,
  validateFormats: false,
});

export type ReadArguments = (given: unknown) => unknown;

/** @returns a function that gives the arguments as the tool wants them. It throws ApiError `VALIDATION_ERROR` that names each mistake. */
export function argumentsOf({ name, input }: Pick<Tool, 'name' | 'input'>): ReadArguments {
  const fits = lenient.compile({ ...input, additionalProperties: false });
  const known = Object.keys(input.properties);
  return (given) => {
    const args: unknown = structuredClone(given ?? {});
    if (fits(args)) return args;
    const mistakes = [...new Set((fits.errors ?? []).map((error) => inWords(error, known)))];
    throw new ApiError('VALIDATION_ERROR', `${name}: ${mistakes.join('; ')}`);
  };
}

function inWords(error: ErrorObject, known: readonly string[]): string {
  const { keyword, params, message = 'is not valid' } = error;
  if (keyword === 'required') return `${params['missingProperty']} is needed`;
  if (keyword === 'additionalProperties' && error.instancePath === '')
    return `there is no argument ${params['additionalProperty']}, but ${known.join(', ') || 'none'}`;
  const place = error.instancePath.slice(1).replaceAll('/', '.');
  const allowed = keyword === 'enum' ? `: ${[params['allowedValues']].flat().join(', ')}` : '';
  return `${place || 'the arguments'} ${message}${allowed}`;
}
