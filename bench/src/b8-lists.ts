/** B8: the first 50 of 10,000 chats, and 50 messages out of the middle of a chat of 100,000; beside the same queries on `node:sqlite` behind a bare `node:http`. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bearer, call } from './measure/api.ts';
import { startBareSql } from './measure/bare-sql.ts';
import { fill } from './measure/fill.ts';
import { addSandboxAccounts, newDataDir, startPartyline } from './measure/partyline.ts';
import { load } from './measure/wrk.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

const page = 50;

export async function lists(scale: Scale): Promise<Report> {
  const corpus = scale.small
    ? { messages: 2_000, chats: 100, longest: 500 }
    : { messages: 200_000, chats: 10_000, longest: 100_000 };
  const seconds = scale.small ? 1 : 5;
  const dataDir = newDataDir();
  const { running, url } = await startPartyline(dataDir);
  await addSandboxAccounts(url, 1);
  await fill(url, corpus);
  const longest = await chatCalled(url, 'Corpus 0');
  const middle = await middleOf(url, longest, corpus.longest / 2);
  const bare = await startBareSql(join(dataDir, 'partyline.db'));
  const chatsPath = `/v1/chats?limit=${page}`;
  const messagesPath = `/v1/chats/${encodeURIComponent(longest.id)}/messages?limit=${page}&cursor=${middle}`;
  const chats = newSeries();
  const messages = newSeries();
  for (let run = -1; run < scale.runs; run++) {
    await measure(run, chats, `${url}${chatsPath}`, 'chats', {});
    await measure(run, messages, `${url}${messagesPath}`, 'messages', { chat: longest.localChatID, before: middle });
  }
  await bare.running.stop();
  await running.stop();
  rmSync(dataDir, { recursive: true });
  return {
    id: 'B8',
    title: `${page} of ${corpus.chats} chats, and ${page} messages of a chat of ${corpus.longest}, beside the same queries on node:sqlite behind bare node:http`,
    figures: [...figuresOf('chats', chats), ...figuresOf('messages', messages)],
    notes: ['One caller. The bare server looks at no token and answers the rows as they are.'],
  };

  async function measure(
    run: number,
    series: Series,
    address: string,
    query: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<void> {
    const ours = await load(address, 1, run < 0 ? 1 : seconds, [`authorization: ${bearer}`]);
    const beside = await load(bare.address(query, parameters), 1, run < 0 ? 1 : seconds);
    const alone = await bare.alone(query, parameters, scale.small ? 20 : 1_000);
    if (run < 0) return;
    series.ours.push(1_000 / ours.perSecond);
    series.p99.push(ours.p99Ms);
    series.bare.push(1_000 / beside.perSecond);
    series.alone.push(alone);
  }
}

interface Series {
  readonly ours: number[];
  readonly p99: number[];
  readonly bare: number[];
  readonly alone: number[];
}

const newSeries = (): Series => ({ ours: [], p99: [], bare: [], alone: [] });

function figuresOf(name: string, { ours, p99, bare, alone }: Series): Figure[] {
  return [
    { name: `${name}, Partyline`, unit: 'ms', values: ours },
    { name: `${name}, node:sqlite behind node:http`, unit: 'ms', values: bare },
    { name: `${name}, queries alone`, unit: 'ms', values: alone },
    { name: `${name}, ratio of times`, unit: '×', values: ratios(ours, bare), goal: '≤ 3' },
    { name: `${name}, Partyline p99`, unit: 'ms', values: p99, goal: '< 5' },
  ];
}

interface Chat {
  readonly id: string;
  readonly localChatID: string;
  readonly title: string;
}

async function chatCalled(url: string, title: string): Promise<Chat> {
  const { items } = await call<{ items: readonly Chat[] }>(
    url,
    `/v1/chats/search?query=${encodeURIComponent(title)}&limit=200`,
  );
  const found = items.find((chat) => chat.title === title);
  if (found === undefined) throw new Error(`There is no chat called ${title}`);
  return found;
}

/** The ID of a message with so many newer ones. */
async function middleOf(url: string, { id }: Chat, newer: number): Promise<string> {
  let cursor: string | undefined;
  for (let seen = 0; seen < newer; seen += 500) {
    const query = new URLSearchParams({ limit: '500', ...(cursor !== undefined && { cursor, direction: 'before' }) });
    const path = `/v1/chats/${encodeURIComponent(id)}/messages?${query}`;
    const { items } = await call<{ items: readonly { id: string }[] }>(url, path);
    cursor = items.at(-1)?.id;
  }
  if (cursor === undefined) throw new Error('The chat is empty');
  return cursor;
}
