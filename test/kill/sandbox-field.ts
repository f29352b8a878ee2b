/** The sandbox network with its memory in a file, which outlasts the kills: faster than IRC, and a witness that misses nothing. */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addSandboxAccount } from '../support/sandbox.ts';
import type { Api } from './api.ts';
import { type Field, incomingText } from './field.ts';
import { keepPace, type Pace } from './pace.ts';
import type { Victim } from './victim.ts';

/** Contacts that keep what they get. The last ones say something of it besides. */
const contacts = ['silent', 'terse', 'reader', 'fan'];
const eventsPerCall = 10;
const retryMs = 50;
/** Calls that have no answer yet: a network that knows no bounds would only show how the server starves. */
const openAtMost = 20;

interface Received {
  readonly count: number;
  readonly messages: readonly { readonly text: string; readonly attempts: number }[];
}

export function sandboxField(folder: string, perSecond: number, victimOf: () => Pick<Victim, 'url'>): Field {
  const delivered = new Set<string>();
  const acknowledged = new Set<string>();
  const open = new Set<Promise<void>>();
  const paces: Pace[] = [];
  let accountPath = '';
  let api: Api | undefined;
  let number = 0;
  let heard = Promise.withResolvers<void>();

  const command = async (body: unknown) => {
    const answer = await api?.once({ method: 'POST', path: accountPath, body }).catch(() => undefined);
    return answer !== undefined && answer.status < 300;
  };
  const acknowledge = (texts: readonly string[]) => {
    for (const text of texts) acknowledged.add(text);
    heard.resolve();
  };
  const next = () => {
    const text = incomingText(number++);
    delivered.add(text);
    return text;
  };
  /** As a network that delivers again whatever was not acknowledged. */
  const deliver = async () => {
    const texts = Array.from({ length: eventsPerCall }, next);
    const events = texts.map((text, index) => ({
      kind: 'message',
      id: `id-of-${text}`,
      chat: index % 2 === 0 ? { id: 'lobby', type: 'group' } : { id: 'herald', type: 'single' },
      sender: { id: 'herald', name: 'Herald', isSelf: false },
      text,
      timestamp: Date.now(),
    }));
    while (!(await command({ events }))) await delay(retryMs);
    acknowledge(texts);
  };
  /** What the sandbox has accepted it delivers by itself, also after a kill. */
  const say = async () => {
    const text = next();
    if (await command({ say: { contact: 'herald', text } })) acknowledge([text]);
  };
  const run = (act: () => Promise<void>) => {
    if (open.size >= openAtMost) return;
    const acting = act();
    open.add(acting);
    void acting.finally(() => open.delete(acting));
  };

  return {
    server: {
      flags: ['--sandbox'],
      env: { PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ replyMs: 300, stateFile: join(folder, 'sandbox-network') }) },
    },
    delivered,
    acknowledged,
    async open(opened) {
      api = opened;
      const { accountID } = await addSandboxAccount(await victimOf().url(), 'tester');
      accountPath = `/v1/accounts/${encodeURIComponent(accountID)}/sandbox`;
      const ids: string[] = [];
      for (const contact of contacts) {
        const body = { accountID, user: { id: contact } };
        const chat = await opened.ask<{ id?: string; chatID?: string }>({
          method: 'POST',
          path: '/v1/chats/start',
          body,
        });
        ids.push(chat.id ?? chat.chatID ?? '');
      }
      return ids;
    },
    start() {
      paces.push(
        keepPace((perSecond * 0.9) / eventsPerCall, () => run(deliver)),
        keepPace(perSecond * 0.1, () => run(say)),
      );
    },
    flowing() {
      heard = Promise.withResolvers();
      return heard.promise;
    },
    async finish() {
      for (const pace of paces) pace.stop();
      await Promise.all(open);
    },
    async arrived() {
      const counts = new Map<string, number>();
      for (const chat of contacts) {
        for (let skip = 0; ; ) {
          const body = { received: { chat, skip, limit: 10_000 } };
          const page = await opened(api).ask<Received>({ method: 'POST', path: accountPath, body });
          // An attempt that the network recognised as a repetition was one too many all the same.
          for (const { text, attempts } of page.messages) counts.set(text, (counts.get(text) ?? 0) + attempts);
          skip += page.messages.length;
          if (page.messages.length === 0 || skip >= page.count) break;
        }
      }
      return counts;
    },
    async end() {
      for (const pace of paces) pace.stop();
    },
  };
}

function opened(api: Api | undefined): Api {
  if (api === undefined) throw new Error('The field was not opened');
  return api;
}
