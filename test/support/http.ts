/** HTTP with nothing in between: paths, hosts and bodies go out exactly as given, right or wrong. */

import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RawRequest {
  readonly method: string;
  /** With the query. Sent as it is: nothing is encoded or normalised. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RawCaller {
  send(call: RawRequest): Promise<Reply>;
  end(): void;
}

const limitMs = 30_000;

/** Connections are kept, so that a server which loses track of a connection is found out by the next call. */
export function rawCaller(url: string): RawCaller {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  return {
    send: ({ method, path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const signal = AbortSignal.timeout(limitMs);
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const outgoing = request({ agent, signal, hostname, port, method, path, headers: { ...length, ...headers } });
        outgoing.once('error', reject);
        outgoing.once('response', (response) => {
          text(response).then(
            (read) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: read }),
            reject,
          );
        });
        outgoing.end(body);
      }),
    end: () => agent.destroy(),
  };
}
