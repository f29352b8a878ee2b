/**
 * Calls to addresses that came from outside. Names are resolved for each connection and the guard looks at the very addresses that are then
 * connected to, so that a name that changes its address in between gains nothing. Redirects are not followed.
 */

import { lookup as systemLookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { AddressRefused, createAddressGuard } from './address-guard.ts';
import { fewAtOnce, type Lookup } from './lookups.ts';

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For everything from the look-up of the name to the end of the answer. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

export interface Egress {
  /** @throws AddressRefused for a URL that is not called, whatever its name resolves to */
  check(url: URL): void;
  /** What the answer says is not read, beyond status and one header. @throws Error when there was no answer: see {@link reasonOf} */
  post(request: Post): Promise<PostAnswer>;
  close(): void;
}

export interface EgressOptions {
  /** As of the setting `webhookPrivateAddresses`. */
  readonly privateAddresses: readonly string[];
  /** As `dns.lookup`. */
  readonly lookup?: Lookup;
}

/** What is read of an answer to keep its connection; beyond it the connection is given up. */
const answerBytes = 64 * 1024;
const idleMs = 30_000;
const lookupsAtOnce = 2;

export function createEgress({ privateAddresses, lookup = systemLookup }: EgressOptions): Egress {
  const guard = createAddressGuard(privateAddresses);
  const lookUp = fewAtOnce(lookup, lookupsAtOnce);
  const guarded =
    (protocol: string): LookupFunction =>
    (hostname, { all, hints }, callback) => {
      lookUp(hostname, { all: true, ...(hints !== undefined && { hints }) }, (error, found) => {
        if (error) return callback(error, []);
        const refusals = found.map(({ address }) => guard.refusalOf(address, protocol));
        const good = found.filter((_address, index) => refusals[index] === undefined);
        const [first] = good;
        if (first === undefined) return callback(refusals[0] ?? new AddressRefused(`${hostname} has no address.`), []);
        if (all) callback(null, good);
        else callback(null, first.address, first.family);
      });
    };
  const agentOptions = (protocol: string) => ({ keepAlive: true, timeout: idleMs, lookup: guarded(protocol) });
  const plain = new http.Agent(agentOptions('http:'));
  const secure = new https.Agent(agentOptions('https:'));

  const once = ({ url, headers, body, signal }: Post & { signal: AbortSignal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>();
    const isSecure = url.protocol === 'https:';
    const { request } = isSecure ? https : http;
    const bytes = Buffer.from(body);
    const sent = request(url, {
      method: 'POST',
      agent: isSecure ? secure : plain,
      headers: { ...headers, 'content-length': String(bytes.length) },
      signal,
    });
    let answer: PostAnswer | undefined;
    sent.on('error', (error) => {
      // Once the status has come, what becomes of the rest changes nothing.
      if (answer !== undefined) resolve(answer);
      else reject(sent.reusedSocket && isReset(error) ? new StaleConnection() : error);
    });
    sent.on('response', (response) => {
      const told = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] };
      answer = told;
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > answerBytes) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => resolve(told));
    });
    sent.end(bytes);
    return promise;
  };

  return {
    check: guard.checkURL,
    async post(request) {
      guard.checkURL(request.url);
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.limitMs)]);
      try {
        return await once({ ...request, signal });
      } catch (error) {
        // The other side closed a connection that was kept; it may or may not have seen the request.
        if (error instanceof StaleConnection) return once({ ...request, signal });
        if (signal.aborted && !request.signal.aborted) throw new NoAnswer(request.limitMs);
        throw error;
      }
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

class StaleConnection extends Error {}

class NoAnswer extends Error {
  constructor(limitMs: number) {
    super(`No answer within ${limitMs / 1_000} s`);
  }
}

const isReset = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

/** Why there was no answer, in words for the owner. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AddressRefused || error instanceof NoAnswer) return error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (code !== undefined && reasons[code]) || error.message || code || 'The call failed';
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: the connection was refused',
  ECONNRESET: 'The connection was broken off before there was an answer',
  ENOTFOUND: 'The host name is not known',
  EAI_AGAIN: 'The host name could not be looked up right now',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The network cannot be reached',
  ETIMEDOUT: 'The connection was not made in time',
};
