/** Plain calls to a server, as any program would make them, and waiting for what they tell. */

import { setTimeout as delay } from 'node:timers/promises';

export interface Api {
  call(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly text: string }>;
  /** @throws Error when the answer is not 2xx */
  get<T>(path: string): Promise<T>;
  /** @throws Error when the answer is not 2xx */
  post<T>(path: string, body?: object): Promise<T>;
  /** Opens a stream of server-sent events. @returns everything that came so far */
  listen(path: string, signal: AbortSignal): Promise<() => string>;
}

export function apiOf(url: string, token: string): Api {
  const call: Api['call'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(new URL(path, url), { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: response.status, text: await response.text() };
  };
  const good = async (method: string, path: string, body?: object) => {
    const { status, text } = await call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return JSON.parse(text);
  };
  const listen: Api['listen'] = async (path, signal) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    const { body } = await fetch(new URL(path, url), { headers, signal });
    let heard = '';
    const read = async () => {
      for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) heard += chunk;
    };
    // An end of the stream is seen by what does not come.
    read().catch(() => undefined);
    return () => heard;
  };
  return { call, listen, get: (path) => good('GET', path), post: (path, body) => good('POST', path, body) };
}

/** Reads again and again until what was read holds. @throws Error with what was read last when the time is over */
export async function eventually<T>(
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  limitMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`Not within ${limitMs} ms; last was: ${JSON.stringify(value)?.slice(0, 3_000)}`);
    await delay(15);
  }
}
