/** A live server with one thing of every kind on it, and calls whose answers are all checked against its own document. */

import assert from 'node:assert/strict';
import { openTokens } from '@partyline/server';
import { type RawCaller, type RawRequest, type Reply, rawCaller } from '../support/http.ts';
import { startInProcess, type TestServer, TOKEN } from '../support/server.ts';
import { Document, type Route, requiredOf, type Schema } from './document.ts';
import { form } from './form.ts';
import { type IDs, Things, uselessURL } from './things.ts';
import { fitting } from './values.ts';

export const authorized = { authorization: `Bearer ${TOKEN}` };

export interface Call {
  readonly params?: IDs;
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
  readonly #things: Things;

  private constructor(server: TestServer, caller: RawCaller, spec: Reply, tokens: Tokens, things: Things) {
    this.#server = server;
    this.#caller = caller;
    this.document = new Document(spec.text);
    this.tokens = tokens;
    this.#things = things;
  }

  static async open(): Promise<Wire> {
    const server = await startInProcess('--sandbox');
    const caller = rawCaller(server.url);
    const spec = await caller.send({ method: 'GET', path: '/v1/spec' });
    return new Wire(
      server,
      caller,
      spec,
      await makeTokens(server.dataDir),
      await Things.make(server.url, server.dataDir),
    );
  }

  /** A chat in which the standing message is not. */
  get otherChatID(): string {
    return this.#things.otherChatID;
  }

  async end(): Promise<void> {
    this.#caller.end();
    await this.#server.end();
  }

  /** Input that fits the route and names what is there. For calls that are refused for another reason. */
  standing({ id, parameters, body }: Route): Required<Call> {
    const { proposal } = this.#things;
    const standing = { ...this.#things.standing, ...(id.startsWith('approvals.') && proposal) };
    const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
    return {
      params: standing,
      query: Object.fromEntries(
        query.map(({ name, schema }) => [name, (id === 'assets.serve' && standing[name]) || fitting(schema)]),
      ),
      body: body === undefined ? undefined : { ...Object(fitting(body)), ...this.#known(body), ...fittingIn[id] },
    };
  }

  /** What the fields that are needed say of what is there. */
  #known(body: Schema): Readonly<Record<string, unknown>> {
    const { standing } = this.#things;
    return Object.fromEntries(
      requiredOf(body)
        .filter((name) => name in standing)
        .map((name) => [name, decodeURIComponent(standing[name] ?? '')]),
    );
  }

  /** Input with which the route succeeds. What it would end is made anew. */
  async fresh(route: Route): Promise<Required<Call>> {
    return { ...this.standing(route), ...(await this.#things.expendable(route.id)) };
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

  /** Everything there is to see of what stands, as text: the same before and after a call that changed nothing. */
  async state(): Promise<string> {
    const { bridgeID, loginSessionID, chatID, webhookID } = this.#things.standing;
    const paths = [
      '/v1/accounts',
      '/v1/bridges',
      `/v1/bridges/${bridgeID}/logins`,
      `/v1/bridges/${bridgeID}/login-sessions/${loginSessionID}`,
      '/v1/labels',
      `/v1/chats/${chatID}`,
      `/v1/chats/${chatID}/messages`,
      `/v1/outbox?chatID=${chatID}`,
      `/v1/webhooks/${webhookID}/dead-letters`,
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

/** What a schema cannot say. */
export const fittingIn: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'chats.create': { type: 'single', participantIDs: ['silent'] },
  'chats.start': { user: { id: 'silent' } },
  'chats.reminders.create': { reminder: { remindAt: '2999-01-01T00:00:00.000Z' } },
  'messages.send': { text: 'x' },
  'messages.reactions.deleteByKey': { reactionKey: '👍' },
  'webhooks.create': { url: uselessURL },
  'webhooks.update': { url: uselessURL },
  'assets.uploadBase64': { content: 'eA==' },
};

async function makeTokens(dataDir: string): Promise<Tokens> {
  const desk = await openTokens(dataDir);
  const scopes = ['read'] as const;
  const { token: readOnly } = await desk.create({ name: 'read only', scopes });
  const { token: expired } = await desk.create({ name: 'expired', scopes, expiresAt: new Date(Date.now() - 1) });
  await desk.close();
  return { readOnly, expired };
}
