/** The server's log: JSON lines for machines, short lines for a person at a terminal. Secrets are redacted in both. */

import { type DestinationStream, type Logger, pino } from 'pino';

export interface LogSettings {
  readonly logLevel: string;
  /** `auto` is text at a terminal and JSON elsewhere. */
  readonly logFormat: string;
}

/** What must never be logged, wherever it stands in a line's fields. */
const redact = ['secrets', 'password', 'authorization', 'token', 'headers'].flatMap((name) => [name, `*.${name}`]);

export function createLogger({ logLevel, logFormat }: LogSettings): Logger {
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact };
  const text = logFormat === 'text' || (logFormat === 'auto' && process.stdout.isTTY === true);
  return text ? pino(options, textLines) : pino(options);
}

const textLines: DestinationStream = {
  write: (line: string) => void process.stdout.write(`${textLine(line)}\n`),
};

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};

/** `21:02:11 account status  loginID=… status=connected` */
function textLine(line: string): string {
  const { level, time, msg, err, ...fields }: Readonly<Record<string, unknown>> = JSON.parse(line);
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const severity = levels[Number(level)] ?? '';
  const details = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const cause = typeof err === 'object' && err !== null && 'message' in err ? [`(${String(err.message)})`] : [];
  return [clock, severity, String(msg ?? ''), ...cause, ...details].filter((part) => part !== '').join(' ');
}
