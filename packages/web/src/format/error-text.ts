/** What went wrong, for people. Messages of the server are written for them already. */

import { APIConnectionError, APIError } from '@partyline/client';
import { t } from '../texts/texts.ts';

export function errorText(error: unknown): string {
  if (error instanceof APIConnectionError) return t.errors.offline;
  if (error instanceof APIError) {
    const said: unknown = Reflect.get(Object(error.error), 'message');
    if (typeof said === 'string' && said !== '') return said;
  }
  return t.errors.unknown;
}
