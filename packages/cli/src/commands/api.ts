/** One call of the API as it is, for what has no command yet. */

import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { withClient } from '../access.ts';
import { CliError, type ExitCode, exitCodes } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import type { Result } from '../result.ts';
import { findTarget } from '../target.ts';
import { printableLines } from '../text.ts';

export interface ApiOptions {
  /** JSON, `@file`, or `-` for standard input. */
  readonly data?: string;
  /** `false`: no token goes along. */
  readonly auth: boolean;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];

const limitMs = 60_000;

/** @throws CliError with the status and the body, in the words of the official command line; 2 for what cannot be sent */
export async function callApi(given: string, path: string, options: ApiOptions, globals: Globals): Promise<Result> {
  const method = parseMethod(given);
  if (!/^\/(?!\/)/.test(path))
    throw new CliError('usage', 'usage', `A path begins with a slash: /v1/info. It is "${path}".`);
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead) refuseWhenReadOnly(globals, `write (${method} ${path})`);
  const body = await readBody(options.data, isRead);
  const init: RequestInit = {
    method,
    headers: {
      accept: 'application/json, */*;q=0.5',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  };
  return interruptible(async (signal) => {
    const send = async (url: string, call: typeof fetch) => {
      const limited = { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]) };
      const response = await call(`${url}${path}`, limited).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new CliError('notReady', 'server_not_reachable', `${method} ${path} failed: ${reason}`, { url });
      });
      return toResult(response, `${method} ${path}`, globals);
    };
    if (!options.auth) return send((await findTarget(globals)).url, fetch);
    return withClient(globals, (connected) => send(connected.target.url, connected.fetch));
  });
}

function parseMethod(given: string): Method {
  const method = methods.find((known) => known === given.toUpperCase());
  if (method !== undefined) return method;
  throw new CliError('usage', 'usage', `There is no method "${given}"; there are ${methods.join(', ')}.`);
}

async function readBody(data: string | undefined, isRead: boolean): Promise<string | undefined> {
  if (data === undefined) return undefined;
  if (isRead) throw new CliError('usage', 'usage', 'What only reads takes no --data: put it into the path.');
  const text =
    data === '-' ? await readAll(process.stdin) : data.startsWith('@') ? await fileText(data.slice(1)) : data;
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError('usage', 'usage', `--data must be JSON: ${reason}`);
  }
  return text;
}

const fileText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('usage', 'usage', `--data cannot be read: ${error instanceof Error ? error.message : error}`);
  });

async function toResult(response: Response, call: string, globals: Globals): Promise<Result> {
  const { status } = response;
  const type = response.headers.get('content-type') ?? '';
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = /^text\/|json|^application\/(xml|yaml)/.test(type) || bytes.length === 0;
  if (!response.ok) {
    const text = isText ? bytes.toString() : `${bytes.length} bytes of ${type}`;
    throw new CliError(exitCodeOf(status), 'api_error', `${call} failed: ${status} ${text}`.trimEnd(), { status });
  }
  if (!isText && !globals.json) {
    if (process.stdout.isTTY)
      throw new CliError('usage', 'usage', `This is ${bytes.length} bytes of ${type}: let them go into a file with >.`);
    await new Promise((resolve) => process.stdout.write(bytes, resolve));
    return { document: {}, text: '' };
  }
  const document =
    /json/.test(type) && bytes.length > 0
      ? JSON.parse(bytes.toString())
      : isText
        ? bytes.toString()
        : bytes.toString('base64');
  const text = typeof document === 'string' ? document.trimEnd() : JSON.stringify(document, null, 2);
  return { document: bytes.length === 0 ? null : document, text: process.stdout.isTTY ? printableLines(text) : text };
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.signInNeeded;
  if (status === 404) return exitCodes.nothingMatched;
  return status === 503 ? exitCodes.notReady : exitCodes.failed;
}
