/** B5: durable sends over HTTP by 64 callers on the sandbox network, beside a raw loop of single-row commits on the same disk. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, firstAccount } from './measure/api.ts';
import { commitRate } from './measure/limits.ts';
import { addSandboxAccounts, newDataDir, startPartyline, token } from './measure/partyline.ts';
import { load } from './measure/wrk.ts';
import { type Report, ratios, type Scale } from './report.ts';

const callers = 64;
const text = 'a message of ordinary length, as people write them';

export async function durableSend(scale: Scale): Promise<Report> {
  const seconds = scale.small ? 1 : 5;
  const dataDir = newDataDir();
  const { running, url } = await startPartyline(dataDir);
  await addSandboxAccounts(url, 1);
  const accountID = await firstAccount(url);
  const paths = await makeChats(url, accountID);
  const figures = {
    accepted: [] as number[],
    p99: [] as number[],
    confirmed: [] as number[],
    raw: [] as number[],
  };
  // One round first, not counted, so that everything is compiled.
  for (let run = -1; run < scale.runs; run++) {
    const script = join(dataDir, 'send.lua');
    writeFileSync(script, sendScript(paths, run));
    const started = performance.now();
    const { perSecond, p99Ms } = await load(url, callers, run < 0 ? 1 : seconds, [], script);
    await untilSent(url);
    const passed = (performance.now() - started) / 1_000;
    const raw = commitRate(join(dataDir, `raw${run}`), scale.small ? 50 : 2_000);
    if (run < 0) continue;
    figures.accepted.push(perSecond);
    figures.p99.push(p99Ms);
    figures.confirmed.push((perSecond * seconds) / passed);
    figures.raw.push(raw);
  }
  await running.stop();
  rmSync(dataDir, { recursive: true });
  return {
    id: 'B5',
    title: `durable sends over HTTP, ${callers} callers in ${paths.length} chats of the sandbox, beside single-row FULL commits`,
    figures: [
      { name: 'Partyline, accepted', unit: '/s', values: figures.accepted },
      { name: 'raw single-row FULL commits', unit: '/s', values: figures.raw },
      { name: 'ratio of rates', unit: '×', values: ratios(figures.accepted, figures.raw), goal: '≥ 3' },
      { name: 'Partyline p99', unit: 'ms', values: figures.p99, goal: '< 20' },
      { name: 'Partyline, accepted, sent and confirmed', unit: '/s', values: figures.confirmed },
    ],
    notes: ['Accepted while others are being sent and confirmed: each message is three durable changes in all.'],
  };
}

/** @returns the paths to send to */
async function makeChats(url: string, accountID: string): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < callers; index++) {
    const body = { accountID, type: 'group', participantIDs: ['silent'], title: `group ${index}` };
    const chat = await call<{ id?: string; chatID?: string }>(url, '/v1/chats', body);
    paths.push(`/v1/chats/${encodeURIComponent(chat.chatID ?? chat.id ?? '')}/messages`);
  }
  return paths;
}

function sendScript(paths: readonly string[], run: number): string {
  return `
local paths = { ${paths.map((path) => JSON.stringify(path)).join(', ')} }
local headers = { ["authorization"] = "Bearer ${token}", ["content-type"] = "application/json" }
local count = 0
function request()
  count = count + 1
  return wrk.format("POST", paths[count % #paths + 1], headers, '{"text":"${text}, ${run} ' .. count .. '"}')
end
`;
}

async function untilSent(url: string): Promise<void> {
  for (;;) {
    const { items } = await call<{ items: readonly unknown[] }>(url, '/v1/outbox?limit=1');
    if (items.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
