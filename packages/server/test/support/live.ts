/** Readers of events: a WebSocket and a stream of server-sent events, with everything they got. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type Event, ServerFrame } from '@partyline/protocol';
import { Ajv } from 'ajv';
import { WebSocket } from 'ws';
import type { Api } from './api.ts';
import { eventually } from './eventually.ts';
import { type Scope, testToken } from './server.ts';

/** A frame, as far as tests look at all kinds of them alike. */
export interface Frame {
  readonly type: string;
  readonly seq?: number;
  readonly ts?: string;
  readonly cursor?: string;
  readonly chatID?: string;
  readonly accountID?: string;
  readonly ids?: readonly string[];
  readonly entries?: readonly Readonly<Record<string, unknown>>[];
  readonly chatIDs?: readonly string[];
  readonly requestID?: string;
  readonly code?: string;
  readonly message?: string;
  readonly app?: { readonly state: boolean };
  readonly version?: number;
  readonly details?: { readonly oldestCursor: string; readonly newestCursor: string };
}

/** Frames may hold nothing that the schema does not know; what their entries hold is the entries' own matter. */
const schema: { anyOf: object[] } = JSON.parse(JSON.stringify(ServerFrame));
const fits = new Ajv({ strict: false, validateFormats: false }).compile({
  anyOf: schema.anyOf.map((frame) => ({ ...frame, additionalProperties: false })),
});

export interface LiveSocket {
  readonly ws: WebSocket;
  readonly frames: readonly Frame[];
  readonly events: () => readonly Frame[];
  send(value: unknown): void;
  /** Sends `subscriptions.set` and waits for the answer to it. */
  subscribe(chatIDs: readonly string[]): Promise<Frame>;
  /** The first frame from now on, or from the start, that fits. */
  until(fits: (frame: Frame) => boolean): Promise<Frame>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** The library wants to know itself which protocol it asks for. */
function connect(url: string, path: string, headers: Readonly<Record<string, string>>): WebSocket {
  const { 'sec-websocket-protocol': protocol, ...rest } = headers;
  const options = { headers: rest, perMessageDeflate: false };
  return new WebSocket(new URL(path, url.replace(/^http/, 'ws')), protocol === undefined ? [] : [protocol], options);
}

let commands = 0;

export async function openSocket(
  scope: Scope,
  url: string,
  path = '/v1/ws',
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${testToken}` },
): Promise<LiveSocket> {
  const ws = connect(url, path, headers);
  scope.after(() => ws.terminate());
  const frames: Frame[] = [];
  let seq = 0;
  let problem: unknown;
  ws.on('message', (data, isBinary) => {
    const frame: Frame = JSON.parse(data.toString());
    if (isBinary || !fits(frame)) problem ??= new Error(`Not a frame of the protocol: ${data.toString()}`);
    if (frame.seq !== undefined && frame.seq !== ++seq)
      problem ??= new Error(`seq ${frame.seq} where ${seq} should be`);
    frames.push(frame);
  });
  const closed = once(ws, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }));
  await once(ws, 'open');
  const until = async (wanted: (frame: Frame) => boolean) => {
    const found = await eventually(
      () => {
        if (problem !== undefined) throw problem;
        return frames.find(wanted) ?? (ws.readyState === ws.CLOSED ? 'closed' : undefined);
      },
      (frame) => frame !== undefined,
    );
    assert.ok(found !== undefined && found !== 'closed', `closed after ${JSON.stringify(frames)}`);
    return found;
  };
  const send = (value: unknown) => ws.send(typeof value === 'string' ? value : JSON.stringify(value));
  return {
    ws,
    frames,
    events: () => frames.filter((frame) => frame.seq !== undefined),
    send,
    async subscribe(chatIDs) {
      const requestID = `request-${++commands}`;
      send({ type: 'subscriptions.set', requestID, chatIDs });
      return until((frame) => frame.requestID === requestID);
    },
    until,
    closed,
  };
}

/** The answer to a handshake that is refused. */
export async function refusal(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; body: { code: string; message: string }; headers: Readonly<Record<string, unknown>> }> {
  const ws = connect(url, path, headers);
  ws.on('error', () => undefined);
  const [, response] = await Promise.race([
    once(ws, 'unexpected-response'),
    once(ws, 'open').then(() => Promise.reject(new Error('It was let in'))),
  ]);
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, body: JSON.parse(text), headers: response.headers };
}

export interface EventStream {
  readonly status: number;
  readonly contentType: string | null;
  readonly events: readonly Event[];
  /** The last `id:` that came, as a browser would keep it. */
  lastEventID(): string;
  /** Everything as it came. */
  text(): string;
  /** Resolves when the server ended it. */
  readonly ended: Promise<void>;
  stop(): void;
}

export async function openEventStream(
  scope: Scope,
  url: string,
  path = '/v1/events',
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const stopping = new AbortController();
  scope.after(() => stopping.abort());
  const response = await fetch(new URL(path, url), {
    headers: { authorization: `Bearer ${testToken}`, accept: 'text/event-stream', ...headers },
    signal: stopping.signal,
  });
  const events: Event[] = [];
  let id = '';
  let text = '';
  const read = async () => {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = Map.groupBy(block.split('\n'), (line) => line.slice(0, line.indexOf(':')));
        const field = (name: string) => fields.get(name)?.[0]?.slice(name.length + 2);
        id = field('id') ?? id;
        const data = field('data');
        if (data === undefined) continue;
        const event: Event = JSON.parse(data);
        assert.deepEqual([event.type, event.cursor], [field('event'), id]);
        events.push(event);
      }
    }
  };
  // A connection that breaks off ends it too.
  const ended = read().catch(() => undefined);
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    events,
    lastEventID: () => id,
    text: () => text,
    ended,
    stop: () => stopping.abort(),
  };
}

export interface Page {
  readonly items: readonly Event[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

/** Everything from a cursor to the present, page by page. */
export async function drain(api: Api, since: string, limit = 100, filter = ''): Promise<Event[]> {
  const events: Event[] = [];
  for (let cursor = since; ; ) {
    const page = await api.get<Page>(`/v1/events?since=${cursor}&limit=${limit}${filter}`);
    events.push(...page.items);
    cursor = page.cursor;
    if (!page.hasMore) return events;
  }
}

export const newestCursor = async (api: Api): Promise<string> => (await api.get<Page>('/v1/events')).cursor;
