/** `partyline watch`: what happens, as it happens. */

import { APIError, APIUserAbortError, NotFoundError, type Partyline, PartylineError } from '@partyline/client';
import { type Event, EventType } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { CliError } from '../exit.ts';
import { toFailure } from '../failure.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import { interruptible } from '../interrupt.ts';
import { momentText } from '../moment.ts';
import { parsePast } from '../past.ts';
import type { Result } from '../result.ts';
import { printableLines } from '../text.ts';
import { readCursorFile, writeCursorFile } from '../watch/cursor-file.ts';
import { eventLines, usualTypes } from '../watch/event-lines.ts';
import { followLog } from '../watch/follow-log.ts';
import { followSocket } from '../watch/follow-socket.ts';
import { openLineOutput, ReaderGone } from '../watch/output.ts';
import { checkTypes, type Wanted, type WatchedEvent, type Wish, wantedEvents } from '../watch/wanted.ts';

export interface WatchOptions extends Wish {
  /** A cursor, or a moment that has passed as people write it. */
  readonly since?: string | undefined;
  /** Says where to begin, before `since`, and keeps where it ended. */
  readonly cursorFile?: string;
}

/** Ends with Ctrl-C, or when nobody reads any more: both are success. */
export async function watch(options: WatchOptions, globals: Globals): Promise<Result> {
  const output = openLineOutput();
  try {
    checkTypes(options.type, EventType.enum);
    const { cursorFile } = options;
    const since = (cursorFile === undefined ? undefined : await readCursorFile(cursorFile)) ?? options.since;
    await interruptible((signal) => follow({ ...options, since }, globals, output.write, signal));
    return { document: undefined, text: '' };
  } catch (error) {
    if (error instanceof ReaderGone) return { document: undefined, text: '' };
    if (!globals.json) throw error;
    // One line, as everything before it.
    const failure = toFailure(error);
    await output.write(JSON.stringify({ error: failure })).catch(() => undefined);
    return { document: undefined, text: '', exitCode: failure.exitCode };
  } finally {
    output.close();
  }
}

async function follow(
  options: WatchOptions,
  globals: Globals,
  write: (line: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const plan = await withClient({ ...globals, readOnly: true }, ({ client }) =>
    prepare(client, options, globals),
  ).catch((error: unknown) => {
    if (!(error instanceof APIUserAbortError)) throw error;
  });
  if (plan === undefined || signal.aborted) return;
  const { wanted, cursor } = plan;
  const lines = eventLines();
  const show = async (event: WatchedEvent, client: Partyline) => {
    if (!(await wanted.includes(event, client))) return;
    for (const line of globals.json ? [JSON.stringify(event)] : await lines.of(event, client)) await write(line);
  };
  if (cursor === undefined) {
    tell('This server keeps no log of events: what happens while the connection is away cannot be made up for.');
    return followSocket({ chatIDs: wanted.chatIDs, show, tell }, globals, signal);
  }
  const { cursorFile } = options;
  let written: string | undefined;
  const keep = async () => {
    if (cursorFile === undefined || following.cursor === written) return;
    await writeCursorFile(cursorFile, following.cursor);
    written = following.cursor;
  };
  const following = { cursor, query: queryOf(wanted), show, passed: keep, tell };
  try {
    await followLog(following, globals, signal);
  } catch (error) {
    throw error instanceof APIError ? (cursorError(error, options) ?? error) : error;
  } finally {
    await keep();
    const flag = cursorFile === undefined ? `--since ${following.cursor}` : `--cursor-file ${cursorFile}`;
    tell(`To go on from here: ${hint(`watch ${flag}`, globals)}`);
  }
}

const queryOf = ({ chatIDs, types }: Wanted) => {
  const known: readonly Event['type'][] = EventType.enum;
  return { chatIDs, types: types === undefined ? undefined : known.filter((type) => types.includes(type)) };
};

interface Plan {
  readonly wanted: Wanted;
  /** Undefined: the server has none. */
  readonly cursor: string | undefined;
}

async function prepare(client: Partyline, options: WatchOptions, globals: Globals): Promise<Plan> {
  // First of all: what happens from now on is not to be missed.
  const newest = await newestCursor(client);
  if (newest === undefined && (options.since !== undefined || options.cursorFile !== undefined)) {
    const text =
      'This server keeps no log of events (GET /v1/events is not there): --since and --cursor-file work with Partyline only.';
    throw new CliError('usage', 'not_offered', text);
  }
  const wanted = await wantedEvents(client, options, globals.json ? undefined : usualTypes, globals);
  const { since } = options;
  return {
    wanted,
    cursor: newest === undefined || since === undefined ? newest : await startOf(client, since, options),
  };
}

async function newestCursor(client: Partyline): Promise<string | undefined> {
  try {
    return (await client.events.list()).cursor;
  } catch (error) {
    if (error instanceof NotFoundError || (error instanceof APIError && error.status === 405)) return undefined;
    throw error;
  }
}

async function startOf(client: Partyline, since: string, options: WatchOptions): Promise<string> {
  const moment = parsePast(since, new Date());
  if (moment === undefined) {
    await client.events.list({ since, limit: 1 }).catch((error: unknown) => {
      throw error instanceof APIError ? (cursorError(error, options) ?? error) : error;
    });
    return since;
  }
  if (moment > new Date()) throw new CliError('usage', 'usage', `"${since}" is yet to come.`);
  const { cursor, isWhole } = await client.events.cursorAt(moment).catch((error: unknown) => {
    if (!(error instanceof PartylineError) || error instanceof APIError) throw error;
    throw new CliError('usage', 'not_offered', error.message);
  });
  tell(
    isWhole
      ? `Since ${momentText(moment)}.`
      : `The log does not reach back to ${momentText(moment)}: from its beginning.`,
  );
  return cursor;
}

/** A cursor that the server does not take, in words. */
function cursorError(
  { status, error: body }: APIError,
  { since = '', cursorFile }: WatchOptions,
): CliError | undefined {
  const where = cursorFile === undefined ? 'leave --since out' : `remove ${cursorFile}`;
  if (status === 422) {
    const text = `"${since}" is neither a cursor of this server nor a time: write 2h, 7d, 2026-11-22 or "2026-11-22 09:00".`;
    return new CliError('usage', 'usage', text);
  }
  if (status !== 410) return undefined;
  const text = `The server cannot go on from this cursor. Either it is older than the log reaches back, or it belongs to another server, or to the time before a backup was put back. What happened since then cannot be told: read the messages anew where it matters, and ${where} to go on from now.`;
  const details: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'details') : undefined;
  return new CliError('failed', 'cursor_gone', text, typeof details === 'object' ? { ...details } : {});
}

/** Standard output is for events alone. */
const tell = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);
