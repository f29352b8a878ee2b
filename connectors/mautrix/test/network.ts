/** The network behind the double, played by the test: what people write there, and what arrives there. */

import { createServer } from 'node:http';
import type { Scope } from './scope.ts';

export interface Arrived {
  readonly login: string;
  readonly chat: string;
  readonly file?: string;
  readonly event: {
    readonly event_id: string;
    readonly type: string;
    readonly content: Record<string, unknown>;
  };
}

export interface Update {
  readonly kind: string;
  readonly chat?: {
    readonly id: string;
    readonly members?: readonly string[];
    readonly title?: string;
    readonly history?: readonly object[];
  };
  readonly [field: string]: unknown;
}

export interface Network {
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly arrived: Arrived[];
  readonly ephemeral: { readonly type: string; readonly content: unknown }[];
  /** Something happens for a login; it is delivered once the bridge asks. */
  happen(login: string, update: Update): void;
  /** How the next things that arrive are answered; afterwards everything succeeds again. */
  answer(...answers: readonly object[]): void;
  /** Somebody scans the QR code. */
  scan(login: string): void;
  /** How many wait for that. */
  scanning(): number;
  /** Nobody does, and it is replaced by the next. */
  refreshCode(): void;
  wait(): Promise<void>;
  /** Nothing is told any more until it speaks again, so that a bridge that starts can neither connect nor sign in. */
  silence(): void;
  speak(): void;
  /** What is asked for on demand of a chat (`login/chat`) next: a batch of older messages, or a refusal; afterwards there is nothing more. */
  past(chat: string, ...answers: { readonly batch?: readonly object[]; readonly refusal?: object }[]): void;
  /** Login processes that were given up. */
  readonly cancelled: string[];
}

export async function startNetwork(scope: Scope): Promise<Network> {
  const updates: (Update & { login: string; seq: number; ts: number })[] = [];
  const arrived: Arrived[] = [];
  const ephemeral: Network['ephemeral'] = [];
  const answers: object[] = [];
  const scans: object[] = [];
  let scanning = 0;
  const past = new Map<string, object[]>();
  const cancelled: string[] = [];
  let silence: PromiseWithResolvers<void> | undefined;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    const before = changed;
    changed = Promise.withResolvers();
    before.resolve();
  };

  const answer = async (url: URL, body: string): Promise<unknown> => {
    switch (url.pathname) {
      case '/updates': {
        const after = Number(url.searchParams.get('after'));
        const of = () => updates.filter(({ login, seq }) => login === url.searchParams.get('login') && seq > after);
        // A long poll that ends soon, so that nothing hangs at the end of a test.
        if (of().length === 0)
          await Promise.race([changed.promise, new Promise((resolve) => setTimeout(resolve, 500))]);
        await silence?.promise;
        return of();
      }
      case '/credentials':
        await silence?.promise;
        return {};
      case '/sent':
        arrived.push(JSON.parse(body));
        change();
        return answers.shift() ?? {};
      case '/ephemeral':
        ephemeral.push(JSON.parse(body));
        change();
        return {};
      case '/past':
        return past.get(url.searchParams.get('chat') ?? '')?.shift() ?? {};
      case '/cancelled':
        cancelled.push(JSON.parse(body).process);
        return {};
      case '/scan':
        scanning++;
        while (scans.length === 0) await changed.promise;
        scanning--;
        return scans.shift();
    }
    return {};
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const said = await answer(new URL(request.url ?? '', 'http://network'), Buffer.concat(chunks).toString());
    response.end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    arrived,
    ephemeral,
    happen(login, update) {
      const seq = updates.length + 1;
      updates.push({ ts: Date.now(), ...update, login, seq });
      change();
    },
    answer: (...next) => void answers.push(...next),
    scanning: () => scanning,
    scan(login) {
      scans.push({ scanned: login });
      change();
    },
    refreshCode() {
      scans.push({});
      change();
    },
    wait: () => changed.promise,
    silence() {
      silence ??= Promise.withResolvers();
    },
    speak() {
      silence?.resolve();
      silence = undefined;
    },
    past: (chat, ...next) => void past.set(chat, [...(past.get(chat) ?? []), ...next]),
    cancelled,
  };
}
