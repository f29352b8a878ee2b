/** A browser with an owner in front of it, and a program that wants to be let in: both at the level of HTTP. */

import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { type RawCaller, type Reply, rawCaller } from './http.ts';

/** Whoever ends what a test has begun. */
interface Scope {
  after(end: () => void): void;
}

/** A server with what it told its owner at its start. */
interface Claimable {
  readonly running: { readonly url: string; readonly claimURL: string | undefined };
}

export const passphrase = 'four words nobody joins';
const formType = 'application/x-www-form-urlencoded';
export const formOf = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();

/** Keeps cookies and fills forms in; goes where it is told and follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** What the page on which the server was claimed hands to the web app. */
  appKey = '';
  readonly #caller: RawCaller;
  readonly #origin: string;

  constructor(scope: Scope, url: string) {
    this.#caller = rawCaller(url);
    scope.after(() => this.#caller.end());
    this.#origin = url;
  }

  async open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.#send('GET', path, headers);
  }

  /** @param headers instead of what a browser would send */
  async post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const own = { 'content-type': formType, origin: this.#origin, 'sec-fetch-site': 'same-origin' };
    return this.#send('POST', path, { ...own, ...headers }, formOf(fields));
  }

  /** Answers an approval page that is open. */
  answer(shown: Reply, fields: Readonly<Record<string, string>>): Promise<Reply> {
    return this.post('/oauth/authorize/callback', { page: pageSecret(shown), ...fields });
  }

  async #send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Reply> {
    const host = new URL(this.#origin).host;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { host, ...(cookie !== '' && { cookie }), ...headers };
    const reply = await this.#caller.send({ method, path, headers: all, body });
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return reply;
  }
}

/** @throws when the page asks for no approval */
export function pageSecret({ status, text }: Reply): string {
  const secret = /name="page" value="([^"]+)"/.exec(text)?.[1];
  assert.ok(secret, `no approval page: ${status} ${text}`);
  return secret;
}

/** A browser in which the owner has just claimed the server. */
export async function claimedBrowser(scope: Scope, { running }: Claimable): Promise<Browser> {
  const browser = new Browser(scope, running.url);
  const { pathname } = new URL(running.claimURL ?? 'none:');
  const reply = await browser.post(pathname, { passphrase, again: passphrase });
  assert.equal(reply.status, 200, reply.text);
  browser.appKey = /#key=([\w-]{43})"/.exec(reply.text)?.[1] ?? assert.fail('no key for the app');
  return browser;
}

export interface Registered {
  readonly client_id: string;
  readonly redirect_uris: readonly string[];
}

export const redirectURI = 'http://127.0.0.1:41999/callback';

export async function register(url: string, more: Readonly<Record<string, unknown>> = {}): Promise<Registered> {
  const response = await fetch(new URL('/oauth/register', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Test program', redirect_uris: [redirectURI], ...more }),
  });
  assert.equal(response.status, 201, await response.clone().text());
  return response.json() as Promise<Registered>;
}

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function pkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: hash('sha256', verifier, 'base64url') };
}

/** The address at which a program begins. */
export const authorizePath = (
  client: Registered,
  { challenge }: Pkce,
  more: Readonly<Record<string, string>> = {},
): string =>
  `/oauth/authorize?${formOf({
    client_id: client.client_id,
    redirect_uri: client.redirect_uris[0] ?? '',
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'the state',
    ...more,
  })}`;

/** What came back with a redirect. */
export function redirected(reply: Reply): URL {
  assert.equal(reply.status, 303, `${reply.status} ${reply.text}`);
  return new URL(reply.headers.location ?? 'none:');
}

/** The owner allows everything; @returns the code */
export async function approvedCode(browser: Browser, path: string): Promise<string> {
  const shown = await browser.open(path);
  const reply = await browser.answer(shown, { decision: 'allow', write: 'yes', passphrase });
  const code = redirected(reply).searchParams.get('code');
  assert.ok(code);
  return code;
}

export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, string | number | undefined>>;
}

export async function postForm(
  url: string,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<TokenReply> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': formType },
    body: formOf(fields),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

export const exchange = (
  url: string,
  client: Registered,
  { verifier }: Pkce,
  code: string,
  more: Readonly<Record<string, string>> = {},
): Promise<TokenReply> =>
  postForm(url, '/oauth/token', {
    grant_type: 'authorization_code',
    client_id: client.client_id,
    redirect_uri: client.redirect_uris[0] ?? '',
    code,
    code_verifier: verifier,
    ...more,
  });

/** Registers a program, has it let in and fetches its tokens. */
export async function letIn(
  browser: Browser,
  url: string,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<{ client: Registered; body: TokenReply['body'] }> {
  const client = await register(url, metadata);
  const proof = pkce();
  const code = await approvedCode(browser, authorizePath(client, proof));
  const { status, body } = await exchange(url, client, proof, code);
  assert.equal(status, 200, JSON.stringify(body));
  return { client, body };
}

export async function statusWith(url: string, token: unknown, path = '/v1/accounts', method = 'GET'): Promise<number> {
  const response = await fetch(new URL(path, url), { method, headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}
