/** `npm run bench [-- B1 B6] [--runs 5] [--small]`: runs the benchmarks, prints a table and writes `bench/results/<time>.json`. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { accountsList } from './b1-accounts-list.ts';
import { search } from './b2-search.ts';
import { ircToWebSocket } from './b3-irc-to-websocket.ts';
import { fanOut } from './b4-fan-out.ts';
import { durableSend } from './b5-durable-send.ts';
import { startAndIdle } from './b6-start-and-idle.ts';
import { catchUp } from './b7-catch-up.ts';
import { lists } from './b8-lists.ts';
import { ingest } from './b9-ingest.ts';
import { webApp } from './b10-web-app.ts';
import { limits } from './measure/limits.ts';
import { pinSelf } from './measure/process.ts';
import { printReport, type Report, type Scale } from './report.ts';

const benchmarks: Readonly<Record<string, (scale: Scale) => Promise<Report>>> = {
  B1: accountsList,
  B2: search,
  B3: ircToWebSocket,
  B4: fanOut,
  B5: durableSend,
  B6: startAndIdle,
  B7: catchUp,
  B8: lists,
  B9: ingest,
  B10: webApp,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, small: { type: 'boolean', default: false } },
});
const wanted = positionals.length === 0 ? Object.keys(benchmarks) : positionals.map((name) => name.toUpperCase());
const unknown = wanted.find((name) => benchmarks[name] === undefined);
if (unknown !== undefined)
  throw new Error(`There is no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}`);
const scale: Scale = values.small ? { runs: 1, small: true } : { runs: Number(values.runs), small: false };

pinSelf();
const reports: Report[] = [await limits(scale)];
for (const name of wanted) {
  const run = benchmarks[name];
  if (run !== undefined) reports.push(await run(scale));
}
for (const report of reports) printReport(report);

const folder = new URL('../results/', import.meta.url);
mkdirSync(folder, { recursive: true });
const file = new URL(`${new Date().toISOString().replaceAll(':', '-')}.json`, folder);
writeFileSync(file, `${JSON.stringify(reports, null, 2)}\n`);
