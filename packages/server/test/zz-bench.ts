import { spawn } from 'node:child_process';
import { startTestServer } from './support/server.ts';
import { connectedAccount, command } from './support/sandbox.ts';
import { newestCursor, drain } from './support/live.ts';
const ends: (() => unknown)[] = [];
const scope = { after: (f: () => unknown) => void ends.unshift(f) };
const { api, running, dataDir } = await startTestServer(scope, {});
const start = await newestCursor(api);
const { accountID } = await connectedAccount(api, 'bench');
const N = 100_000;
console.log(JSON.stringify(await api.call('POST', `/v1/accounts/${accountID}/sandbox`, { history: { chat: 'herald', count: N } }).then((a) => a.text.slice(0, 200))));
let head = '', stable = 0;
while (stable < 4) { await new Promise((r) => setTimeout(r, 1000)); const c = await newestCursor(api); stable = c === head ? stable + 1 : 0; head = c; }
console.log('events', head);
const client = `
import { WebSocket } from '${new URL('../../../node_modules/ws/wrapper.mjs', import.meta.url)}';
const [url, since, head] = process.argv.slice(-3);
const ws = new WebSocket(url.replace('http','ws') + '/v1/ws?since=' + since, { headers: { authorization: 'Bearer token-of-the-server-tests' }, perMessageDeflate: false });
let n = 0, msgs = 0, bytes = 0, t0, last = Buffer.from('"cursor":"' + head + '"');
ws.on('open', () => ws.send('{"type":"subscriptions.set","chatIDs":["*"]}'));
ws.on('message', (d) => { t0 ??= performance.now(); n++; bytes += d.length; if (d.indexOf(last) > 0) { const s = (performance.now() - t0) / 1000; console.log('frames', n, 'bytes', bytes, 's', s.toFixed(2), 'frames/s', Math.round(n / s)); process.exit(); } });
`;
for (let i = 0; i < 2; i++) {
  const p = spawn(process.execPath, ['--input-type=module', '-e', client, '--', running.url, start, head], { stdio: 'inherit' });
  await Promise.race([new Promise((r) => p.on('exit', r)), new Promise((r) => setTimeout(r, 20000))]); p.kill();
}
let t = performance.now();
let n = 0, c = start;
for (;;) { const r = await fetch(`${running.url}/v1/events?since=${c}&limit=1000`, { headers: { authorization: 'Bearer token-of-the-server-tests' } }); const text = await r.text(); const page = JSON.parse(text); n += page.items.reduce((s: number, e: { ids?: unknown[] }) => s + (e.ids?.length ?? 1), 0); c = page.cursor; if (!page.hasMore) break; }
console.log('pages: messages', n, 'per s', Math.round(n / ((performance.now() - t) / 1000)));
for (const e of ends) await e();
