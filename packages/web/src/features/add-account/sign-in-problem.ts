/** What the server found wrong with what was handed in to a login. */

import { APIConnectionError, APIError } from '@partyline/client';
import { errorText } from '../../format/error-text.ts';
import type { Values } from './field-rules.ts';

export interface Problem {
  readonly text: string;
  /** By field. */
  readonly fields: Values;
}

/** Which field the server found fault with, where it says so (`details.issues`, contract 1.6). */
export function problemOf(error: unknown): Problem {
  const fields: Record<string, string> = {};
  const details = error instanceof APIError && !(error instanceof APIConnectionError) ? readDetails(error.error) : [];
  for (const { path, message } of details) {
    const [place, name, id] = path;
    if (place === 'body' && name === 'fields' && typeof id === 'string') fields[id] = message;
  }
  return { text: errorText(error), fields };
}

function readDetails(body: unknown): readonly { readonly path: readonly unknown[]; readonly message: string }[] {
  const issues: unknown = Reflect.get(Object(Reflect.get(Object(body), 'details')), 'issues');
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: unknown) => {
    const path: unknown = Reflect.get(Object(issue), 'path');
    const message: unknown = Reflect.get(Object(issue), 'message');
    return Array.isArray(path) && typeof message === 'string' ? [{ path, message }] : [];
  });
}
