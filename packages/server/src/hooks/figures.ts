/** How webhooks are doing, all together. */

import type { Store } from '../store/store.ts';
import { endpointOf, selectEndpoints, stateOf, type WebhookState } from './endpoint.ts';

export interface WebhookFigures {
  readonly states: Readonly<Record<WebhookState, number>>;
  /** Events of the log that the one furthest behind has not passed, of those that are not disabled. */
  readonly waiting: number;
  readonly deadLetters: number;
}

export async function webhookFigures({ read }: Pick<Store, 'read'>): Promise<WebhookFigures> {
  const endpoints = (await selectEndpoints(read).execute()).map(endpointOf);
  const states = { ok: 0, retrying: 0, disabled: 0 };
  for (const endpoint of endpoints) states[stateOf(endpoint)] += 1;
  const positions = endpoints.filter(({ disabled }) => disabled === undefined).map(({ position }) => position);
  const newest = await read.selectFrom('events').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const { deadLetters } = await read
    .selectFrom('webhook_dead_letters')
    .select(({ fn }) => fn.countAll<number>().as('deadLetters'))
    .executeTakeFirstOrThrow();
  const head = newest?.seq ?? 0;
  return { states, deadLetters, waiting: Math.max(0, head - Math.min(head, ...positions)) };
}
