/** Health and metrics. Labels name kinds of things, never accounts or people. */

import type { Account } from '@partyline/protocol';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { AccountBook } from '../accounts/account-book.ts';
import { webhookFigures } from '../hooks/figures.ts';
import type { Store } from '../store/store.ts';

export interface Monitor {
  /** @returns what counts one more such answer; keeping it saves finding the counter by its labels each time */
  answers(method: string, route: string, status: number): () => void;
  connectorCrashed(bridgeID: string): void;
  webhookTried(kind: string, outcome: string): void;
  /** Whether the server can do its work: the data file answers, and it is not stopping. */
  isReady(): Promise<boolean>;
  stopping(): void;
  metrics(): Promise<string>;
  readonly metricsType: string;
}

export function createMonitor(book: AccountBook, store: Store): Monitor {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  /** Counted in plain numbers and told when asked: the library's counters cost a twentieth of a short answer. */
  const tallies = new Map<
    string,
    { readonly labels: { method: string; route: string; status: string }; count: number }
  >();
  new Counter({
    name: 'partyline_http_requests_total',
    help: 'Answered API requests',
    labelNames: ['method', 'route', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { labels, count } of tallies.values()) if (count > 0) this.inc(labels, count);
    },
  });
  const changes = new Counter({
    name: 'partyline_account_status_changes_total',
    help: 'Changes of an account status, by the new status',
    labelNames: ['bridge', 'status'],
    registers,
  });
  const crashes = new Counter({
    name: 'partyline_connector_crashes_total',
    help: 'Connector threads that ended unexpectedly',
    labelNames: ['bridge'],
    registers,
  });
  new Gauge({
    name: 'partyline_accounts',
    help: 'Accounts by status',
    labelNames: ['bridge', 'status'],
    registers,
    collect() {
      this.reset();
      const owners = new Set(book.everyLogin().map((login) => login.owner));
      for (const account of [...owners].flatMap((owner) => book.accounts(owner))) {
        this.inc({ bridge: account.bridge.id, status: account.status });
      }
    },
  });
  const posts = new Counter({
    name: 'partyline_webhook_posts_total',
    help: 'Tries to post something to a webhook, by what it was and what came of it',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const waiting = new Gauge({
    name: 'partyline_webhook_events_waiting',
    help: 'Events of the log that the webhook which is furthest behind has not passed, of those that are not disabled',
    registers,
  });
  const dead = new Gauge({
    name: 'partyline_webhook_dead_letters',
    help: 'Events that were given up and are kept',
    registers,
  });
  new Gauge({
    name: 'partyline_webhooks',
    help: 'Webhooks by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const { states, ...figures } = await webhookFigures(store);
      for (const [state, count] of Object.entries(states)) this.set({ state }, count);
      waiting.set(figures.waiting);
      dead.set(figures.deadLetters);
    },
  });
  book.onStatus((account: Account) => changes.inc({ bridge: account.bridge.id, status: account.status }));
  let draining = false;

  return {
    answers(method, route, status) {
      const key = `${method} ${route} ${status}`;
      const tally = tallies.get(key) ?? { labels: { method, route, status: String(status) }, count: 0 };
      tallies.set(key, tally);
      return () => void tally.count++;
    },
    connectorCrashed: (bridgeID) => crashes.inc({ bridge: bridgeID }),
    webhookTried: (kind, outcome) => posts.inc({ kind, outcome }),
    async isReady() {
      if (draining) return false;
      return store.read
        .selectFrom('owners')
        .select('id')
        .executeTakeFirst()
        .then(
          (row) => row !== undefined,
          () => false,
        );
    },
    stopping() {
      draining = true;
    },
    metrics: () => registry.metrics(),
    metricsType: registry.contentType,
  };
}
