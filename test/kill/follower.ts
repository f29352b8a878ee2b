/** Readers of the event log that keep a cursor: cut off by every kill, and by themselves now and then, they go on from where they were. */

import { setTimeout as delay } from 'node:timers/promises';
import { TOKEN } from '../support/server.ts';
import type { Dice } from './dice.ts';
import type { Victim } from './victim.ts';

/** An event, without how its entries look at the moment. */
export interface Told {
  readonly cursor: string;
  readonly type: string;
  readonly chatID?: string;
  readonly ids?: readonly string[];
}

export interface Follower {
  readonly name: string;
  readonly told: readonly Told[];
  stop(): void;
}

/** Reads on from a cursor until it is cut off, or has had enough. */
type Stretch = (url: string, since: string, take: (event: Told) => void, signal: AbortSignal) => Promise<void>;

const pauseMs = 50;
const stretches: Readonly<Record<string, Stretch>> = { pages: readPages, stream: readStream, socket: readSocket };

export function startFollowers(victim: Victim, since: string, dice: Dice): Follower[] {
  return Object.entries(stretches).map(([name, stretch]) => follow(name, stretch, victim, since, dice));
}

function follow(name: string, stretch: Stretch, victim: Victim, since: string, dice: Dice): Follower {
  const told: Told[] = [];
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      const enough = new AbortController();
      let left = 1 + Math.floor(dice.below(2_000));
      // A reader that leaves has kept what it took, and nothing that came after.
      const take = (event: Told) => {
        if (enough.signal.aborted) return;
        told.push(event);
        if (--left === 0) enough.abort();
      };
      const signal = AbortSignal.any([stopping.signal, enough.signal]);
      const from = told.at(-1)?.cursor ?? since;
      await victim
        .url()
        .then((url) => stretch(url, from, take, signal))
        .catch(() => undefined);
      await delay(pauseMs);
    }
  };
  void run();
  return { name, told, stop: () => stopping.abort() };
}

const authorization = `Bearer ${TOKEN}`;

async function readPages(url: string, since: string, take: (event: Told) => void, signal: AbortSignal): Promise<void> {
  for (let cursor = since; !signal.aborted; ) {
    const query = new URLSearchParams({ since: cursor, limit: '500', wait: '20' });
    const response = await fetch(`${url}/v1/events?${query}`, { headers: { authorization }, signal });
    if (!response.ok) return;
    const page: { items: readonly Told[]; cursor: string } = JSON.parse(await response.text());
    for (const event of page.items) take(event);
    cursor = page.cursor;
  }
}

async function readStream(url: string, since: string, take: (event: Told) => void, signal: AbortSignal): Promise<void> {
  const headers = { authorization, accept: 'text/event-stream', 'last-event-id': since };
  const response = await fetch(`${url}/v1/events`, { headers, signal });
  if (!response.ok) return;
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = `${rest}${chunk}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) take(JSON.parse(data.slice('data: '.length)));
    }
  }
}

async function readSocket(url: string, since: string, take: (event: Told) => void, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${url}/v1/ws/tickets`, { method: 'POST', headers: { authorization }, signal });
  const { ticket }: { ticket: string } = JSON.parse(await answer.text());
  const query = new URLSearchParams({ ticket, since });
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/ws?${query}`);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
    socket.addEventListener('error', () => resolve());
  });
  signal.addEventListener('abort', () => socket.close());
  socket.addEventListener('open', () => socket.send('{"type":"subscriptions.set","chatIDs":["*"]}'));
  socket.addEventListener('message', ({ data }) => {
    const frame: Told & { seq?: number } = JSON.parse(String(data));
    if (frame.seq !== undefined) take(frame);
  });
  await closed;
}
