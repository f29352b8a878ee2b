/**
 * Tries real bridge programs by hand: `npm run test:bridges`, with names or `all` for more than the dummy. Each must be found, start, offer its ways of
 * signing in and show the first step of each; the dummy, whose network is inside it, must also carry messages.
 */

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings, startServer } from '@partyline/server';
import { temporaryFolder } from '../../../../test/support/server.ts';
import { type Api, apiOf, eventually } from '../api.ts';
import { buildProgram, programs, type RealProgram } from './programs.ts';

const wanted = process.argv.slice(2);
const chosen = programs.filter(({ name }) =>
  wanted.length === 0 ? name === 'dummybridge' : wanted.includes('all') || wanted.includes(name),
);
const token = 'token-of-the-bridge-tests';

interface Session {
  readonly loginSessionID: string;
  readonly status: string;
  readonly accountID?: string;
  readonly currentStep?: {
    readonly type: string;
    readonly stepID: string;
    readonly fields?: readonly { readonly id: string }[];
  };
  readonly error?: { readonly message: string };
}

for (const program of chosen) {
  test(program.name, async (t) => {
    const path = built(program);
    if (path instanceof Error) return t.skip(`cannot be built here: ${path.message}`);
    const dataDir = await temporaryFolder();
    mkdirSync(join(dataDir, 'bridges'));
    const file = join(dataDir, 'bridges', program.name);
    copyFileSync(path, file);
    writeFileSync(`${file}.json`, JSON.stringify(program.settings ?? {}));
    const argv = ['--port=0', `--data-dir=${dataDir}`, '--log-level=warn', '--retry-seconds=1'];
    const server = await startServer(readSettings({ argv, env: { PARTYLINE_ACCESS_TOKEN: token } }));
    t.after(() => server.close());
    const api = apiOf(server.url, token);

    const { items } = await api.get<{ items: { id: string; type: string; displayName: string }[] }>('/v1/bridges');
    const bridge = items.find(({ id }) => id !== 'local-irc');
    assert.ok(bridge, 'the program was not accepted; the reason is in the log');
    const flows = await api.get<{ items: { id: string }[] }>(`/v1/bridges/${bridge.id}/login-flows`);
    for (const { id } of flows.items) {
      const session = await api.post<Session>(`/v1/bridges/${bridge.id}/login-sessions`, { flowID: id });
      t.diagnostic(`${bridge.id} ${id}: ${session.status} ${session.currentStep?.type ?? session.error?.message}`);
      if (session.currentStep !== undefined)
        await api.call('DELETE', `/v1/bridges/${bridge.id}/login-sessions/${session.loginSessionID}`);
    }
    if (program.name === 'dummybridge') await carryMessages(api, bridge.id);
  });
}

function built(program: RealProgram): string | Error {
  try {
    return buildProgram(program);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function carryMessages(api: Api, bridgeID: string): Promise<void> {
  const session = await api.post<Session>(`/v1/bridges/${bridgeID}/login-sessions`, { flowID: 'password' });
  const steps = `/v1/bridges/${bridgeID}/login-sessions/${session.loginSessionID}/steps`;
  const fields = Object.fromEntries((session.currentStep?.fields ?? []).map(({ id }) => [id, 'anything']));
  const { accountID } = await api.post<Session>(`${steps}/${session.currentStep?.stepID}`, {
    type: 'user_input',
    fields,
  });
  const accounts = () => api.get<{ accountID: string; status: string }[]>('/v1/accounts');
  await eventually(
    accounts,
    (all) => all.some((one) => one.accountID === accountID && one.status === 'connected'),
    60_000,
  );
  const chat = { accountID, type: 'single', participantIDs: ['alice'], messageText: 'Hello' };
  const { chatID } = await api.post<{ chatID: string }>('/v1/chats', chat);
  const messages = () =>
    api.get<{ items: { sendStatus?: { status: string } }[] }>(`/v1/chats/${encodeURIComponent(chatID)}/messages`);
  await eventually(messages, ({ items }) => items.some(({ sendStatus }) => sendStatus?.status === 'SUCCESS'), 60_000);
}
