/** B2: search over a million messages through the API; beside raw FTS5 on the same rows behind a bare `node:http`, and beside The Lounge's own query on the same texts. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bearer, call } from './measure/api.ts';
import { startBareSql } from './measure/bare-sql.ts';
import { senderIDOf, startAt, wordOf } from './measure/corpus.ts';
import { fill } from './measure/fill.ts';
import { addSandboxAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { percentile } from './measure/percentile.ts';
import { loungeSearch } from './peers/lounge-search.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

interface Question {
  readonly name: string;
  /** Of `GET /v1/messages/search`. */
  readonly query: Readonly<Record<string, string>>;
  /** Of the bare server. */
  readonly raw: Readonly<Record<string, string>>;
  /** What The Lounge can be asked that is nearest to it. */
  readonly lounge: string;
}

const limit = 20;

export async function search(scale: Scale): Promise<Report> {
  const corpus = scale.small
    ? { messages: 3_000, chats: 100, longest: 500 }
    : { messages: 1_000_000, chats: 10_000, longest: 100_000 };
  const times = scale.small ? 5 : 200;
  const dataDir = newDataDir();
  const { running, url } = await startPartyline(dataDir);
  await addSandboxAccounts(url, 1);
  await fill(url, corpus);
  const database = join(dataDir, 'partyline.db');
  const chat = await chatInTheMiddle(url);
  const bare = await startBareSql(database);
  const lounge = loungeSearch(database, join(dataDir, 'lounge.db'));
  const figures: Figure[] = [];
  const p99: number[] = [];
  for (const question of questionsAbout(chat, corpus.messages)) {
    const query = new URLSearchParams({ ...question.query, limit: String(limit) });
    const address = `${url}/v1/messages/search?${query}`;
    const ours: number[] = [];
    const beside: number[] = [];
    const theirs: number[] = [];
    const alone: number[] = [];
    const parameters = { ...question.raw, limit: String(limit) };
    let found = 0;
    for (let run = -1; run < scale.runs; run++) {
      const took = await timesOf(address, run < 0 ? 10 : times);
      const bareTook = await timesOf(bare.address('search', parameters), run < 0 ? 10 : times);
      const aloneMs = await bare.alone('search', parameters, times);
      const loungeMs = timeOf(() => lounge.run(question.lounge));
      found = (await call<{ items: readonly unknown[] }>(url, `/v1/messages/search?${query}`)).items.length;
      if (run < 0) continue;
      ours.push(percentile(took, 0.5));
      p99.push(percentile(took, 0.99));
      beside.push(percentile(bareTook, 0.5));
      alone.push(aloneMs);
      theirs.push(loungeMs);
    }
    figures.push(
      { name: `${question.name}: Partyline, ${found} found`, unit: 'ms', values: ours },
      { name: `${question.name}: raw FTS5 behind node:http`, unit: 'ms', values: beside },
      { name: `${question.name}: raw FTS5 alone`, unit: 'ms', values: alone },
      { name: `${question.name}: The Lounge's query`, unit: 'ms', values: theirs },
      { name: `${question.name}: ratio of times to raw FTS5`, unit: '×', values: ratios(ours, beside), goal: '≤ 2' },
      { name: `${question.name}: times as fast as The Lounge`, unit: '×', values: ratios(theirs, ours), goal: '≥ 200' },
    );
  }
  await bare.running.stop();
  lounge.close();
  await running.stop();
  rmSync(dataDir, { recursive: true });
  return {
    id: 'B2',
    title: `search over ${corpus.messages} messages in ${corpus.chats} chats, ${limit} newest hits`,
    figures: [...figures, { name: 'Partyline p99, any of them', unit: 'ms', values: p99, goal: '< 10' }],
    notes: [
      'One caller. Partyline answers messages and their chats; the bare server looks at no token and answers the rows of the messages as they are.',
      'The Lounge looks for the text alone: it knows no prefix, no sender and no date.',
    ],
  };
}

function questionsAbout(chat: { readonly id: string; readonly localChatID: string }, messages: number): Question[] {
  const [common, frequent, rare] = [wordOf(2), wordOf(30), wordOf(30_000)];
  const after = new Date(startAt + messages * 10_000).toISOString();
  const before = new Date(startAt + messages * 20_000).toISOString();
  const sender = senderIDOf(3);
  return [
    { name: 'rare', query: { query: rare }, raw: { match: rare }, lounge: rare },
    { name: 'common', query: { query: common }, raw: { match: common }, lounge: common },
    {
      name: 'two words',
      query: { query: `${frequent} ${common}` },
      raw: { match: `${frequent} AND ${common}` },
      lounge: `${frequent} ${common}`,
    },
    {
      name: 'sender, chat, date',
      query: { query: common, sender, chatIDs: chat.id, dateAfter: after, dateBefore: before },
      raw: { match: common, sender, chat: chat.localChatID, after, before },
      lounge: common,
    },
    {
      name: 'prefix',
      query: { query: `${frequent.slice(0, 4)}*` },
      raw: { match: `${frequent.slice(0, 4)}*` },
      lounge: frequent.slice(0, 4),
    },
  ];
}

async function chatInTheMiddle(url: string): Promise<{ id: string; localChatID: string }> {
  const { items } = await call<{ items: readonly { id: string; localChatID: string; title: string }[] }>(
    url,
    '/v1/chats/search?query=Corpus%200&limit=200',
  );
  const found = items.find(({ title }) => title === 'Corpus 0');
  if (found === undefined) throw new Error('The corpus is not there');
  return found;
}

/** Milliseconds of each call, one after the other. */
async function timesOf(address: string, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let count = 0; count < times; count++) {
    const started = performance.now();
    const answer = await fetch(address, { headers: { authorization: bearer } });
    await answer.arrayBuffer();
    took.push(performance.now() - started);
    if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`);
  }
  return took;
}

function timeOf(query: () => void): number {
  const started = performance.now();
  query();
  return performance.now() - started;
}
