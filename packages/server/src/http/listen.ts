/** Listening: on both loopback families, on a given port or on the first free one. */

import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer, type Server as SecureServer } from 'node:https';
import { isIP, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApiError, beeperVersion } from '@partyline/protocol';
import { isWebSocket, routeUpgrades } from './upgrades.ts';

/** The official server's port, and how far its clients look upwards (contract 1.1). */
const firstPort = 23373;
const lastPort = 23392;

/** A large upload over a slow line takes its time. Headers still have to come within Node's own minute. */
const slowestRequestMs = 3_600_000;

const idleSweepMs = 25;

export interface Listening {
  readonly port: number;
  /** Where it can be called, best first. */
  readonly urls: readonly [string, ...string[]];
  /** Begins to answer; until then callers wait. */
  serve(handler: RequestListener): void;
  /** Takes no new connections, lets answers under way end for so long, then closes what is left. */
  close(graceMs: number): Promise<void>;
}

/** Certificate and key as PEM. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @param tls with it, https alone is spoken @throws Error in words when the address or port cannot be had, or the certificate is none */
export async function listen(host: string, port: number | undefined, tls?: Tls): Promise<Listening> {
  let handler: RequestListener | undefined;
  const early: Parameters<RequestListener>[] = [];
  const onRequest: RequestListener = (request, response) => {
    if (handler === undefined) early.push([request, response]);
    else handler(request, response);
  };
  const { servers, port: taken } = await bind(addressesOf(host), port, onRequest, tls).catch((error: unknown) => {
    throw new Error(inWords(error, host, port));
  });
  const scheme = tls === undefined ? 'http' : 'https';
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return {
    port: taken,
    urls:
      host === 'localhost'
        ? [`${scheme}://localhost:${taken}`, `${scheme}://127.0.0.1:${taken}`]
        : [`${scheme}://${name}:${taken}`],
    serve(listener) {
      handler = listener;
      for (const [request, response] of early.splice(0)) listener(request, response);
    },
    async close(graceMs) {
      const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      // Again and again: a connection is idle once its answer is out.
      const sweep = setInterval(() => {
        for (const server of servers) server.closeIdleConnections();
      }, idleSweepMs);
      const force = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(force);
      clearInterval(sweep);
    },
  };
}

type HttpServer = Server | SecureServer;

type Address = { readonly host: string; readonly optional: boolean };

function addressesOf(host: string): Address[] {
  if (host !== 'localhost') return [{ host, optional: false }];
  // A machine without IPv6 has one loopback family only.
  return [
    { host: '127.0.0.1', optional: false },
    { host: '::1', optional: true },
  ];
}

async function bind(
  addresses: readonly Address[],
  wanted: number | undefined,
  onRequest: RequestListener,
  tls: Tls | undefined,
) {
  if (wanted === 0) return retrying(20, () => bindAll(addresses, 0, onRequest, tls));
  if (wanted !== undefined) return bindAll(addresses, wanted, onRequest, tls);
  let port = firstPort;
  return retrying(lastPort - firstPort + 1, () => bindAll(addresses, port++, onRequest, tls));
}

/** Tries again while the port is taken. */
async function retrying<T>(tries: number, attempt: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE' || left <= 1) throw error;
    }
  }
}

/** All addresses on one port, or none. */
async function bindAll(
  addresses: readonly Address[],
  wanted: number,
  onRequest: RequestListener,
  tls: Tls | undefined,
): Promise<{ servers: HttpServer[]; port: number }> {
  const servers: HttpServer[] = [];
  let port = wanted;
  try {
    for (const { host, optional } of addresses) {
      // A request without `Host` is refused like any other with a wrong one, in the contract's words.
      const options = {
        keepAliveTimeout: 65_000,
        requestTimeout: slowestRequestMs,
        requireHostHeader: false,
        shouldUpgradeCallback: isWebSocket,
      };
      const server =
        tls === undefined ? createServer(options, onRequest) : createTlsServer({ ...options, ...tls }, onRequest);
      routeUpgrades(server, onRequest);
      server.on('clientError', refuseUnreadable);
      // An expectation nobody here knows is no reason to refuse (RFC 9110, section 10.1.1).
      server.on('checkExpectation', onRequest);
      try {
        port = await bindOne(server, host, port);
        servers.push(server);
      } catch (error) {
        const code = codeOf(error);
        if (!optional || (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT')) throw error;
      }
    }
    return { servers, port };
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
}

/** Answers what Node could not read as HTTP; no request exists then. */
function refuseUnreadable(error: Error, socket: Duplex): void {
  if (!socket.writable || codeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, body } =
    codeOf(error) === 'HPE_HEADER_OVERFLOW'
      ? new ApiError('HEADERS_TOO_LARGE')
      : new ApiError('MALFORMED_REQUEST', 'This is not a valid HTTP request');
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `X-Beeper-Desktop-Version: ${beeperVersion}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}

function bindOne(server: HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: isIP(host) === 6 && host !== '::' }, () => {
      const address = server.address();
      server.off('error', reject);
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function inWords(error: unknown, host: string, port: number | undefined): string {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') {
    return port === undefined
      ? `All ports from ${firstPort} to ${lastPort} are taken. Choose another with --port.`
      : `Port ${port} is taken. Stop what uses it, or choose another with --port.`;
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this process has. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Check --host.`;
  return `Cannot listen on ${host}: ${error instanceof Error ? error.message : String(error)}`;
}
