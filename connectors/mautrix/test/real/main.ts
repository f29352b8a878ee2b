/**
 * Tries real bridge programs by hand: `npm run test:bridges -- all`, or names (`whatsapp`, `linkedin-v0.2608.0`), or paths of programs that you have; WhatsApp when
 * nothing is named. Each must be found, start, offer its ways of signing in, show the first step of each, answer wrong input, ask the host for nothing
 * unknown, leave no process behind when the server is killed, and stop in good order. What each said is printed.
 */

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { type TestContext, test } from 'node:test';
import { removeFolder, temporaryFolder } from '../../../../test/support/server.ts';
import { eventually } from '../api.ts';
import { buildProgram, realPrograms } from './programs.ts';
import { bridgesOn, install, type LogLine, type Serving, serve } from './serving.ts';
import { inWords, tryFlows } from './try-flows.ts';

const given = process.argv.slice(2);
const wanted = given.length === 0 ? ['mautrix-whatsapp-v0.2512.0'] : given;

for (const program of realPrograms())
  if (wanted.some((one) => one === 'all' || program.name.includes(one)))
    test(program.name, async (t) => {
      const path = await buildProgram(program).catch((error: Error) =>
        t.skip(`cannot be built here: ${error.message}`),
      );
      if (path !== undefined) await tryBridge(t, path, program.name);
    });

for (const path of wanted.filter((one) => one.includes('/'))) test(path, (t) => tryBridge(t, path, basename(path)));

async function tryBridge(t: TestContext, path: string, name: string): Promise<void> {
  const dataDir = await temporaryFolder();
  let running: Serving | undefined;
  t.after(async () => {
    await running?.stop();
    await removeFolder(dataDir);
  });
  install(dataDir, path, name);
  const start = async () => {
    const since = performance.now();
    const serving = await serve(dataDir);
    running = serving;
    t.diagnostic(`server and bridge started within ${Math.round(performance.now() - since)} ms`);
    return serving;
  };

  const serving = await start();
  const bridge = await onlyBridge(serving);
  t.diagnostic(`${bridge.id}: ${bridge.displayName}`);
  for (const { id, name: called, first, answered } of await tryFlows(serving.api, bridge.id)) {
    t.diagnostic(`${id} (${called}): ${inWords(first)}`);
    if (answered !== undefined) t.diagnostic(`${id}, answered wrongly: ${inWords(answered)}`);
  }
  await serving.kill();
  await eventually(
    () => bridgesOn(dataDir),
    ({ length }) => length === 0,
  );

  const again = await start();
  assert.deepEqual(await onlyBridge(again), bridge);
  assert.equal(await again.stop(), 0);
  assert.deepEqual(bridgesOn(dataDir), []);

  const said = [...serving.log, ...again.log].filter(({ level }) => level >= 40);
  for (const words of new Set(said.map(inShort))) t.diagnostic(`log: ${words}`);
  const isOurs = ({ msg, route }: LogLine) => route !== undefined || msg.includes('threw what it should not');
  assert.deepEqual(said.filter(isOurs), [], 'the host or the login does not know what to do');
}

const inShort = ({ msg, message, error, route }: LogLine) =>
  [msg, message, error, route].filter((part) => part !== undefined).join(': ');

async function onlyBridge({ api, log }: Serving): Promise<{ id: string; displayName: string }> {
  const { items } = await api.get<{ items: { id: string; displayName: string }[] }>('/v1/bridges');
  const bridge = items.find(({ id }) => id !== 'local-irc');
  assert.ok(bridge, `the program was not accepted: ${JSON.stringify(log)}`);
  return bridge;
}
