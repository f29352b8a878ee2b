/** A small real HTTP server that speaks the wire shapes, with accounts and a login session as the test wants them. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { Account, Bridge, LoginFlow, LoginSession } from '@partyline/protocol';

export const account = (accountID: string, more: Partial<Account> = {}): Account => ({
  accountID,
  bridge: { id: 'irc', type: 'irc', provider: 'local' },
  status: 'connected',
  network: 'Libera.Chat',
  user: { id: `${accountID}-user`, username: accountID, isSelf: true },
  ...more,
});

export const bridge = (id: string, more: Partial<Bridge> = {}): Bridge => ({
  id,
  type: id,
  provider: 'local',
  displayName: id.toUpperCase(),
  activeAccountCount: 0,
  supportsMultipleAccounts: true,
  status: 'available',
  accounts: [],
  ...more,
});

type Answer = { readonly status: number; readonly body?: unknown };

export interface FakeServer {
  readonly url: string;
  /** `--url` and `--token` for it. */
  readonly flags: readonly string[];
  readonly accounts: Account[];
  readonly bridges: Bridge[];
  readonly flows: LoginFlow[];
  /** What the login session answers: to its creation, then to one submit after the other; the last again and again. */
  script: readonly (LoginSession | Answer)[];
  /** `METHOD path body` of every call that changes something. */
  readonly calls: string[];
  /** Every token that came, good or bad. */
  readonly tokens: string[];
  /** Answers every authenticated call, instead of what it would say. */
  refusal: Answer | undefined;
}

export const session = (more: Partial<LoginSession>): LoginSession => ({
  loginSessionID: 'ls1',
  bridgeID: 'irc',
  status: 'waiting_for_input',
  ...more,
});

/** @param ports the first of them that is free; any one by default. */
export async function fakeServer(t: TestContext, ports: readonly number[] = [0]): Promise<FakeServer> {
  const state: { -readonly [Key in keyof FakeServer]: FakeServer[Key] } = {
    url: '',
    flags: [],
    accounts: [],
    bridges: [bridge('irc')],
    flows: [{ id: 'password', name: 'Password' }],
    script: [],
    calls: [],
    tokens: [],
    refusal: undefined,
  };
  let scripted = 0;
  const next = (): LoginSession | Answer => {
    const answer = state.script[Math.min(scripted++, state.script.length - 1)];
    if (answer === undefined) throw new Error('The test gave the login session no script');
    return answer;
  };
  const server = createServer(async (request, response) => {
    send(response, await answer(state, request, next));
  });
  await listenOnOne(server, ports);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port');
  state.url = `http://127.0.0.1:${address.port}`;
  state.flags = ['--url', state.url, '--token', 'a-good-token'];
  return state;
}

async function listenOnOne(server: Server, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return;
    } catch {
      // Somebody has it: the next one.
    }
  }
  throw new Error(`None of the ports ${ports.join(', ')} is free`);
}

const notFound: Answer = { status: 404, body: { code: 'NOT_FOUND', message: 'Account not found' } };

async function answer(state: FakeServer, request: IncomingMessage, next: () => LoginSession | Answer): Promise<Answer> {
  const { method = '', url = '' } = request;
  if (request.headers.authorization !== undefined) state.tokens.push(request.headers.authorization);
  if (url === '/v1/info') return { status: 200, body: { app: { name: 'Partyline' }, server: { status: 'running' } } };
  if (request.headers.authorization !== 'Bearer a-good-token') {
    return { status: 401, body: { code: 'unauthorized', message: 'Unauthorized: Invalid or missing token' } };
  }
  if (state.refusal) return state.refusal;
  const body = request.headers['content-type'] ? await readJson(request) : undefined;
  if (method !== 'GET')
    state.calls.push([method, url, ...(body === undefined ? [] : [JSON.stringify(body)])].join(' '));
  const id = decodeURIComponent(/^\/v1\/accounts\/([^/]+)$/.exec(url)?.[1] ?? '');
  const index = state.accounts.findIndex(({ accountID }) => accountID === id);
  const one = state.accounts[index];
  if (url === '/v1/accounts') return { status: 200, body: state.accounts };
  if (url === '/v1/bridges') return { status: 200, body: { items: state.bridges } };
  if (url === '/v1/bridges/irc') return { status: 200, body: state.bridges[0] };
  if (url === '/v1/bridges/irc/login-flows') return { status: 200, body: { items: state.flows } };
  if (url.includes('/login-sessions')) return loginAnswer(method, next);
  if (one === undefined) return notFound;
  if (method === 'DELETE') {
    state.accounts.splice(index, 1);
    return { status: 204 };
  }
  return { status: 200, body: method === 'PATCH' ? { ...one, status: 'disabled' } : one };
}

function loginAnswer(method: string, next: () => LoginSession | Answer): Answer {
  if (method === 'DELETE') {
    return { status: 200, body: { bridgeID: 'irc', loginSessionID: 'ls1', status: 'cancelled' } };
  }
  const answer = next();
  return 'loginSessionID' in answer ? { status: 200, body: answer } : answer;
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
