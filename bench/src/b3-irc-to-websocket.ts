/** B3: from a real IRC server to a reader: 50 channels, 500 messages a second; beside ZNC and The Lounge on the same server. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ircd, joinAsPeer, type Peer, requireProgram, startNgircd } from '../../test/support/ircd.ts';
import type { Middleman } from './measure/middleman.ts';
import { partylineReader } from './measure/partyline-reader.ts';
import { percentile } from './measure/percentile.ts';
import { cpuSeconds } from './measure/process.ts';
import { loungeReader } from './peers/lounge-reader.ts';
import { theLounge } from './peers/the-lounge.ts';
import { znc } from './peers/znc.ts';
import { type Figure, type Report, ratios, type Scale } from './report.ts';

const perSecond = 500;
const warmUpSeconds = 2;
const arrivalLimitMs = 15_000;
const tickMs = 10;

interface Series {
  readonly p50: number[];
  readonly p99: number[];
  readonly lost: number[];
  readonly cpu: number[];
}

export async function ircToWebSocket(scale: Scale): Promise<Report> {
  if (requireProgram('ngircd') !== false)
    throw new Error('This benchmark needs a real IRC server: apt-get install ngircd');
  const seconds = scale.small ? 1 : 20;
  const channels = Array.from({ length: scale.small ? 5 : 50 }, (_, index) => `#channel${index}`);
  const lounge = theLounge();
  const notes = ['ZNC writes its log files; The Lounge keeps messages in memory only.'];
  const middlemen: Middleman[] = [partylineReader];
  if (isInstalled('znc')) middlemen.push(znc);
  else notes.push('ZNC is not here to compare with: apt-get install znc');
  if ('command' in lounge) middlemen.push(loungeReader(lounge.command));
  else notes.push(lounge.missing);

  const series = new Map(middlemen.map(({ name }) => [name, { p50: [], p99: [], lost: [], cpu: [] } as Series]));
  for (let run = 0; run < scale.runs; run++) {
    for (const middleman of middlemen) {
      const own = series.get(middleman.name);
      if (own !== undefined) await listen(middleman, channels, seconds, own);
    }
  }
  const figures = [...series].flatMap(([name, own]) => figuresOf(name, own, name === partylineReader.name));
  const [ours, theirs] = [series.get(partylineReader.name), series.get(znc.name)];
  if (ours !== undefined && theirs !== undefined) {
    figures.push({
      name: 'ratio of processor time to ZNC',
      unit: '×',
      values: ratios(ours.cpu, theirs.cpu),
      goal: '≤ 1.5',
    });
  }
  return {
    id: 'B3',
    title: `${perSecond} messages/s in ${channels.length} channels of a real ngIRCd, to one reader, for ${seconds} s`,
    figures,
    notes,
  };
}

function figuresOf(name: string, { p50, p99, lost, cpu }: Series, isOurs: boolean): Figure[] {
  return [
    { name: `${name}, p50`, unit: 'ms', values: p50 },
    { name: `${name}, p99`, unit: 'ms', values: p99, ...(isOurs && { goal: '≤ 25' }) },
    { name: `${name}, lost`, unit: 'messages', values: lost, ...(isOurs && { goal: '0' }) },
    { name: `${name}, processor time a message`, unit: 'µs', values: cpu },
  ];
}

async function listen(
  middleman: Middleman,
  channels: readonly string[],
  seconds: number,
  series: Series,
): Promise<void> {
  const ircd = await startNgircd();
  const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'));
  const speaker = await speakerIn(ircd, channels);
  const spoken: number[] = [];
  const took: number[] = [];
  const listening = await middleman.listen({
    folder,
    server: ircd,
    channels,
    heard: (number) => took.push(performance.now() - (spoken[number] ?? Number.NaN)),
  });
  for (const channel of channels) {
    const joined = new RegExp(`^:${middleman.nick}!\\S+ JOIN :?${channel}$`);
    await speaker.line(joined, 60_000);
  }
  await speak(speaker, channels, spoken, warmUpSeconds);
  await untilHeard(took, spoken);
  const [warm, before] = [took.length, cpuSeconds(listening.running)];
  const said = spoken.length;
  await speak(speaker, channels, spoken, seconds);
  await untilHeard(took, spoken);
  const counted = took.slice(warm);
  const count = spoken.length - said;
  series.p50.push(percentile(counted, 0.5));
  series.p99.push(percentile(counted, 0.99));
  series.lost.push(count - counted.length);
  series.cpu.push(((cpuSeconds(listening.running) - before) / count) * 1_000_000);
  speaker.end();
  await listening.end();
  await ircd.end();
  rmSync(folder, { recursive: true, force: true });
}

/** Or until what is missing must be lost. */
async function untilHeard(took: readonly number[], spoken: readonly number[]): Promise<void> {
  const deadline = performance.now() + arrivalLimitMs;
  while (took.length < spoken.length && performance.now() < deadline) await delay(tickMs);
}

async function speakerIn(ircd: Ircd, channels: readonly string[]): Promise<Peer> {
  const speaker = await joinAsPeer(ircd, { nick: 'speaker' });
  for (const channel of channels) await speaker.join(channel);
  return speaker;
}

async function speak(speaker: Peer, channels: readonly string[], spoken: number[], seconds: number): Promise<void> {
  const [started, first] = [performance.now(), spoken.length];
  while (spoken.length - first < seconds * perSecond) {
    const due = Math.min(seconds, (performance.now() - started) / 1_000) * perSecond;
    while (spoken.length - first < due) {
      const number = spoken.push(performance.now()) - 1;
      speaker.say(channels[number % channels.length] ?? '', `t${number}`);
    }
    await delay(tickMs);
  }
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
