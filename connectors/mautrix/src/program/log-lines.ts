/** The bridge's own log as ours. Its texts say what it does; of the rest only what names no message is taken over. */

import type { Log } from '@partyline/connector';
import { fields, text } from '@partyline/matrix-content';

const maxLength = 500;

export function logLine(log: Log, line: string): void {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = fields(JSON.parse(line));
  } catch {
    // A crash is told in plain text.
    if (line.trim() !== '') log.warn('bridge', { line: line.slice(0, maxLength) });
    return;
  }
  const message = (text(entry['message']) ?? '').slice(0, maxLength);
  const said = {
    message,
    ...short('error', entry['error']),
    ...short('action', entry['action']),
    ...short('login', entry['login_id']),
  };
  switch (isAccess(message) ? 'debug' : entry['level']) {
    case 'fatal':
    case 'panic':
    case 'error':
      log.error('bridge', said);
      break;
    case 'warn':
      log.warn('bridge', said);
      break;
    default:
      log.debug('bridge', said);
  }
}

/** A request of ours that it could not answer is an error to it, told after the line that says why: it adds nothing. */
const isAccess = (message: string) => message === 'Access';

function short(name: string, value: unknown): Record<string, string> {
  const given = text(value);
  return given === undefined ? {} : { [name]: given.slice(0, maxLength) };
}
