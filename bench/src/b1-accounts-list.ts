/** B1: `GET /v1/accounts` with its token check, beside a bare `node:http` that sends the same bytes to anybody. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-ports.ts';
import { addSandboxAccounts, newDataDir, startPartyline, token } from './measure/partyline.ts';
import { pinned, start, untilReady } from './measure/process.ts';
import { load } from './measure/wrk.ts';
import { type Report, ratios, type Scale } from './report.ts';

const connections = 64;

export async function accountsList(scale: Scale): Promise<Report> {
  const seconds = scale.small ? 1 : 5;
  const dataDir = newDataDir();
  const ours = await startPartyline(dataDir);
  await addSandboxAccounts(ours.url, 12);
  const headers = [`authorization: Bearer ${token}`];
  const body = await (await fetch(`${ours.url}/v1/accounts`, { headers: { authorization: `Bearer ${token}` } })).text();
  writeFileSync(join(dataDir, 'body.json'), body);
  const port = await freePort();
  const bare = start(
    pinned(0, [
      process.execPath,
      fileURLToPath(new URL('./peers/bare-http.ts', import.meta.url)),
      String(port),
      join(dataDir, 'body.json'),
    ]),
  );
  await untilReady(bare, `http://127.0.0.1:${port}/`);

  const rates = { ours: [] as number[], bare: [] as number[] };
  const p99 = { ours: [] as number[], bare: [] as number[] };
  // One round of each first, not counted, so that both are compiled.
  for (let run = -1; run < scale.runs; run++) {
    const one = await load(`${ours.url}/v1/accounts`, connections, seconds, headers);
    const other = await load(`http://127.0.0.1:${port}/`, connections, seconds);
    if (run < 0) continue;
    rates.ours.push(one.perSecond);
    rates.bare.push(other.perSecond);
    p99.ours.push(one.p99Ms);
    p99.bare.push(other.p99Ms);
  }
  await ours.running.stop();
  await bare.stop();
  rmSync(dataDir, { recursive: true });
  return {
    id: 'B1',
    title: `GET /v1/accounts, 12 accounts (${Buffer.byteLength(body)} bytes), ${connections} connections, beside bare node:http`,
    figures: [
      { name: 'Partyline', unit: '/s', values: rates.ours },
      { name: 'bare node:http', unit: '/s', values: rates.bare },
      { name: 'ratio of rates', unit: '×', values: ratios(rates.ours, rates.bare), goal: '≥ 0.85' },
      { name: 'Partyline p99', unit: 'ms', values: p99.ours },
      { name: 'bare node:http p99', unit: 'ms', values: p99.bare },
      { name: 'ratio of p99', unit: '×', values: ratios(p99.ours, p99.bare), goal: '≤ 2' },
    ],
  };
}
