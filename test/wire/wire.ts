/** A live server with one sandbox account and one open login session, and calls on it whose answers are all checked against its own document. */

import assert from 'node:assert/strict';
import { Partyline } from '@partyline/client';
import { openTokens } from '@partyline/server';
import { type RawCaller, type RawRequest, type Reply, rawCaller } from '../support/http.ts';
import { addSandboxAccount, sandboxBridge } from '../support/sandbox.ts';
import { startInProcess, type TestServer, TOKEN } from '../support/server.ts';
import { until } from '../support/until.ts';
import { Document, type Route, requiredOf, type Schema } from './document.ts';
import { fitting } from './values.ts';

export const authorized = { authorization: `Bearer ${TOKEN}` };

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** A value is sent as JSON; a Buffer as it is. */
  readonly body?: unknown;
}

export interface Details {
  readonly headers?: Readonly<Record<string, string>>;
  /** `null` sends none; the one that may do everything by default. */
  readonly token?: string | null;
  /** Instead of the one of the route. */
  readonly method?: string;
}

export interface Tokens {
  readonly readOnly: string;
  readonly expired: string;
}

export class Wire {
  readonly document: Document;
  readonly tokens: Tokens;
  readonly #server: TestServer;
  readonly #caller: RawCaller;
  readonly #standing: Readonly<Record<string, string>>;
  #names = 0;

  private constructor(server: TestServer, caller: RawCaller, spec: Reply, tokens: Tokens, standing: Call['params']) {
    this.#server = server;
    this.#caller = caller;
    this.document = new Document(spec.text);
    this.tokens = tokens;
    this.#standing = standing ?? {};
  }

  static async open(): Promise<Wire> {
    const server = await startInProcess('--sandbox');
    const caller = rawCaller(server.url);
    const { accountID, loginID = '' } = await addSandboxAccount(server.url, 'standing');
    const session = await newSession(server.url);
    const url = await uploadAsset(server.url);
    const standing = {
      accountID,
      loginID,
      bridgeID: sandboxBridge,
      url,
      chatID: await chatOf(server.url, accountID),
      labelID: await newLabel(server.url, 'standing'),
      ...session,
    };
    const spec = await caller.send({ method: 'GET', path: '/v1/spec' });
    return new Wire(server, caller, spec, await makeTokens(server.dataDir), standing);
  }

  async end(): Promise<void> {
    this.#caller.end();
    await this.#server.end();
  }

  /** Input that fits the route and names what is there. For calls that are refused for another reason. */
  standing({ id, parameters, body }: Route): Required<Call> {
    const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
    return {
      params: this.#standing,
      query: Object.fromEntries(
        query.map(({ name, schema }) => [name, (id === 'assets.serve' && this.#standing[name]) || fitting(schema)]),
      ),
      body: body === undefined ? undefined : { ...Object(fitting(body)), ...this.#known(body), ...fittingIn[id] },
    };
  }

  /** What the fields that are needed say of what is there. */
  #known(body: Schema): Readonly<Record<string, unknown>> {
    const names = requiredOf(body).filter((name) => name in this.#standing);
    return Object.fromEntries(names.map((name) => [name, this.#standing[name]]));
  }

  /** Input with which the route succeeds. What it would end is made anew. */
  async fresh(route: Route): Promise<Required<Call>> {
    return { ...this.standing(route), ...(await this.#expendable(route.id)) };
  }

  async #expendable(routeID: string): Promise<Call> {
    const name = `expendable-${++this.#names}`;
    switch (routeID) {
      case 'accounts.delete':
      case 'bridges.logins.remove': {
        const { accountID, loginID = '' } = await addSandboxAccount(this.#server.url, name);
        return { params: { ...this.#standing, accountID, loginID } };
      }
      case 'bridges.loginSessions.cancel':
      case 'bridges.loginSessions.steps.submit': {
        const params = { ...this.#standing, ...(await newSession(this.#server.url)) };
        return { params, body: { type: 'user_input', fields: { username: name, password: 'any' } } };
      }
      case 'assets.upload':
        return { body: form.body };
      case 'sandbox.command':
        return { body: { delayMs: 0 } };
      case 'labels.create':
      case 'labels.update':
        return { body: { name } };
      case 'labels.delete':
        return { params: { ...this.#standing, labelID: await newLabel(this.#server.url, name) } };
      default:
        return {};
    }
  }

  /** Calls the route; the answer must be one that the document declares for it, unless another method is asked for. */
  async call(route: Route, input: Call, details: Details = {}): Promise<Reply> {
    const { body } = input;
    const raw = Buffer.isBuffer(body) ? body : body === undefined ? undefined : JSON.stringify(body);
    const { method = route.method, token = TOKEN } = details;
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(raw === undefined ? {} : { 'content-type': route.takesForm ? form.type : 'application/json' }),
      ...details.headers,
    };
    const reply = await this.send({ method, path: address(route, input), headers, body: raw });
    if (method === route.method) this.document.check(route, reply);
    return reply;
  }

  /** Any request. What holds for every answer is checked. */
  async send(call: RawRequest): Promise<Reply> {
    const reply = await this.#caller.send(call);
    const shown = `${call.method} ${call.path.slice(0, 200)}: ${reply.status} ${reply.text.slice(0, 500)}`;
    assert(reply.headers['x-beeper-desktop-version'], `no version header on ${shown}`);
    assert(reply.status < 500, shown);
    if (reply.status >= 400 && call.method !== 'HEAD') this.document.checkError(reply);
    return reply;
  }

  /** Everything there is to see, as text: the same before and after a call that changed nothing. */
  async state(): Promise<string> {
    const { bridgeID, loginSessionID } = this.#standing;
    const paths = [
      '/v1/accounts',
      '/v1/bridges',
      `/v1/bridges/${bridgeID}/logins`,
      `/v1/bridges/${bridgeID}/login-sessions/${loginSessionID}`,
    ];
    const replies = await Promise.all(paths.map((path) => this.send({ method: 'GET', path, headers: authorized })));
    return replies.map((reply) => reply.text).join('\n');
  }
}

/** Path and query. Parameters are put in as they are, so that a test can send what no client would. */
export function address(route: Route, { params = {}, query = {} }: Call): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'missing');
  const text = new URLSearchParams(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  ).toString();
  return text === '' ? path : `${path}?${text}`;
}

async function newSession(url: string): Promise<{ loginSessionID: string; stepID: string }> {
  const client = new Partyline({ accessToken: TOKEN, baseURL: url });
  const { loginSessionID, currentStep } = await client.bridges.loginSessions.create(sandboxBridge, { flowID: 'form' });
  return { loginSessionID, stepID: currentStep?.stepID ?? '' };
}

/** What a schema cannot say. */
const fittingIn: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'chats.create': { type: 'single', participantIDs: ['silent'] },
  'chats.start': { user: { id: 'silent' } },
  'chats.reminders.create': { reminder: { remindAt: '2999-01-01T00:00:00.000Z' } },
  'assets.uploadBase64': { content: 'eA==' },
};

const form = {
  type: 'multipart/form-data; boundary=x',
  body: Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx\r\n--x--\r\n'),
};

/** @returns the URL of an asset */
async function uploadAsset(url: string): Promise<string> {
  const headers = { ...authorized, 'content-type': form.type };
  const answer = await fetch(new URL('/v1/assets/upload', url), { method: 'POST', headers, body: form.body });
  const { uploadID }: { uploadID: string } = JSON.parse(await answer.text());
  return `localmxc://partyline/${uploadID}`;
}

async function makeTokens(dataDir: string): Promise<Tokens> {
  const desk = await openTokens(dataDir);
  const scopes = ['read'] as const;
  const { token: readOnly } = await desk.create({ name: 'read only', scopes });
  const { token: expired } = await desk.create({ name: 'expired', scopes, expiresAt: new Date(Date.now() - 1) });
  await desk.close();
  return { readOnly, expired };
}

/** The sandbox's lobby, once it is there. */
async function chatOf(url: string, accountID: string): Promise<string> {
  return until('the lobby is there', async () => {
    const answer = await fetch(new URL(`/v1/chats?accountIDs=${accountID}`, url), { headers: authorized });
    const { items }: { items: { id: string }[] } = JSON.parse(await answer.text());
    return items[0]?.id;
  });
}

async function newLabel(url: string, name: string): Promise<string> {
  const headers = { ...authorized, 'content-type': 'application/json' };
  const body = JSON.stringify({ name });
  const answer = await fetch(new URL('/v1/labels', url), { method: 'POST', headers, body });
  const { id }: { id: string } = JSON.parse(await answer.text());
  return id;
}
