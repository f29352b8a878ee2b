/** Calls as the official command line's SDK makes them: its headers, its time limit, and no repetition, so that every answer is seen. */

import { once } from 'node:events';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, undefined where there is none. */
  readonly body: ReturnType<typeof JSON.parse>;
}

interface Frame {
  readonly type: string;
  readonly ts?: string;
  readonly entries?: readonly unknown[];
}

interface Watched {
  until(fits: (frame: Frame) => boolean): Promise<Frame>;
  /** @returns the close code */
  close(): Promise<number>;
}

interface Limits {
  readonly timeoutMs?: number;
}

export interface Session {
  get(path: string, limits?: Limits): Promise<Answer>;
  post(path: string, body?: unknown, limits?: Limits): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  upload(path: string, bytes: Buffer, fileName: string, mimeType: string): Promise<Answer>;
  /** Subscribes to everything as soon as it is open. */
  watch(address: string): Promise<Watched>;
}

const sdkHeaders = {
  'user-agent': 'BeeperDesktop/JS 5.0.0',
  'x-stainless-lang': 'js',
  'x-stainless-package-version': '5.0.0',
  'x-stainless-os': 'Linux',
  'x-stainless-arch': 'x64',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': process.version,
  'x-stainless-retry-count': '0',
  'x-stainless-timeout': '30',
};
const usualMs = 30_000;

export function requests(url: string, token?: string): Session {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function call(
    method: string,
    path: string,
    body: unknown,
    { timeoutMs = usualMs }: Limits = {},
  ): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method,
      headers: {
        ...sdkHeaders,
        accept: 'application/json',
        ...authorization,
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    // The SDK parses only what says that it is JSON.
    const isJson = /^application\/([\w.-]+\+)?json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    };
  }

  return {
    get: (path, limits) => call('GET', path, undefined, limits),
    post: (path, body, limits) => call('POST', path, body, limits),
    patch: (path, body) => call('PATCH', path, body),
    upload(path, bytes, fileName, mimeType) {
      const form = new FormData();
      form.set('file', new File([Uint8Array.from(bytes)], fileName, { type: mimeType }));
      form.set('fileName', fileName);
      form.set('mimeType', mimeType);
      return call('POST', path, form);
    },
    watch: (address) => watch(address, token ?? ''),
  };
}

async function watch(address: string, token: string): Promise<Watched> {
  // Node's own, undici's, takes headers as a further option.
  const socket = new WebSocket(address, Object.assign({ headers: { authorization: `Bearer ${token}` } }));
  const frames: Frame[] = [];
  const arrived = new EventTarget();
  socket.addEventListener('message', ({ data }) => {
    frames.push(JSON.parse(String(data)));
    arrived.dispatchEvent(new Event('frame'));
  });
  await once(socket, 'open', { signal: AbortSignal.timeout(usualMs) });
  socket.send(JSON.stringify({ type: 'subscriptions.set', chatIDs: ['*'] }));
  const until = async (fits: (frame: Frame) => boolean): Promise<Frame> => {
    const signal = AbortSignal.timeout(usualMs);
    for (;;) {
      const found = frames.find(fits);
      if (found !== undefined) return found;
      await once(arrived, 'frame', { signal });
    }
  };
  await until(({ type }) => type === 'subscriptions.updated');
  return {
    until,
    async close() {
      const closed = once(socket, 'close', { signal: AbortSignal.timeout(usualMs) });
      socket.close(1000);
      const [event] = await closed;
      return event.code;
    },
  };
}
