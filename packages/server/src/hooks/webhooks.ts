/** Webhooks: endpoints of an owner, to which the events of the log are posted as Standard Webhooks (standardwebhooks.com). */

import { randomBytes } from 'node:crypto';
import {
  ApiError,
  type NewWebhook,
  type Webhook,
  type WebhookAttempt,
  type WebhookChange,
  type WebhookInput,
  type WebhookSecret,
} from '@partyline/protocol';
import type { Logger } from 'pino';
import type { Egress } from '../egress/egress.ts';
import type { Store } from '../store/store.ts';
import type { Stream } from '../stream/stream.ts';
import type { Vault } from '../vault/vault.ts';
import { attempt } from './attempt.ts';
import { createCouriers } from './couriers.ts';
import { countDeadLetters, createDeadLetters, type DeadLetters } from './dead-letters.ts';
import { type Endpoint, endpointOf, needEndpoint, noTrouble, selectEndpoints } from './endpoint.ts';
import { inputReader } from './input.ts';
import { testLetter } from './letters.ts';
import { type Maker, makerColumns } from './maker.ts';
import { createMarks, type Tried } from './marks.ts';
import { forgetSecrets, previousUntil, replaceSecret } from './secrets.ts';
import type { Patience } from './verdict.ts';
import { attemptView, storedAttemptView, webhookView } from './views.ts';

export interface Webhooks {
  /** Oldest first. */
  list(owner: string): Promise<Webhook[]>;
  /** It begins with what happens from now on, or after `since`, and ends with the token it came with. @throws ApiError `VALIDATION_ERROR`, `CONFLICT`, `CURSOR_GONE` */
  create(maker: Maker, input: WebhookInput): Promise<NewWebhook>;
  /** @throws ApiError `NOT_FOUND` */
  retrieve(owner: string, id: string): Promise<Webhook>;
  /** A try under way is broken off. Who switches it on, or gives it another address, is who it comes with from then on. @throws ApiError `NOT_FOUND`, `VALIDATION_ERROR`, `CURSOR_GONE` */
  update(maker: Maker, id: string, change: WebhookChange): Promise<Webhook>;
  /** @throws ApiError `NOT_FOUND` */
  remove(owner: string, id: string): Promise<void>;
  /** Posts something now, whatever waits. When it is taken, what waits is tried at once. @throws ApiError `NOT_FOUND` */
  test(owner: string, id: string): Promise<WebhookAttempt>;
  /** @throws ApiError `NOT_FOUND` */
  rotateSecret(owner: string, id: string, overlapMs: number): Promise<WebhookSecret>;
  /** The last tries, newest first. @throws ApiError `NOT_FOUND` */
  deliveries(owner: string, id: string): Promise<WebhookAttempt[]>;
  readonly deadLetters: DeadLetters;
  /** Begins to deliver. */
  start(): Promise<void>;
  /** Tries under way get so long to end. */
  stop(graceMs: number): Promise<void>;
}

export interface WebhooksParts {
  readonly store: Store;
  readonly stream: Pick<Stream, 'feed' | 'resolveChatID' | 'positionOf'>;
  readonly egress: Egress;
  readonly vault: Vault;
  readonly log: Logger;
  readonly version: string;
  readonly patience: Patience;
  /** For one try. */
  readonly limitMs: number;
  /** Told of each try. */
  readonly tried?: Tried;
}

const mostWebhooks = 50;

export function createWebhooks(parts: WebhooksParts): Webhooks {
  const { store, stream, egress, vault, log, version, patience, limitMs } = parts;
  const { feed } = stream;
  const poster = { store, egress, vault, limitMs, userAgent: `Partyline/${version}` };
  const marks = createMarks(store, parts.tried);
  const courierParts = { store, feed, poster, marks, patience, log };
  const couriers = createCouriers(courierParts);
  const stopping = new AbortController();

  const columnsOf = inputReader(egress, stream);
  const show = async (endpoint: Endpoint): Promise<Webhook> =>
    webhookView(endpoint, feed.cursorOf, await countDeadLetters(store, endpoint.id));

  return {
    async list(owner) {
      const rows = await selectEndpoints(store.read)
        .where('owner_id', '=', owner)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return Promise.all(rows.map((row) => show(endpointOf(row))));
    },
    async create(maker, input) {
      const { owner } = maker;
      const id = `whk_${randomBytes(12).toString('base64url')}`;
      const columns = await columnsOf(owner, input);
      const { secret, endpoint } = await store.write(async (tx) => {
        const others = await tx.selectFrom('webhooks').select('id').where('owner_id', '=', owner).execute();
        if (others.length >= mostWebhooks)
          throw new ApiError('CONFLICT', `There are ${mostWebhooks} webhooks already. Delete one first.`);
        const { secret, kept } = await replaceSecret(tx, vault, { id, owner, secrets: [] }, 0);
        await tx
          .insertInto('webhooks')
          .values({
            id,
            owner_id: owner,
            url: input.url,
            position: feed.head(),
            ...columns,
            secrets: JSON.stringify(kept),
            created_at: Date.now(),
            ...(await makerColumns(tx, maker)),
          })
          .execute();
        return { secret, endpoint: await needEndpoint(tx, owner, id) };
      });
      couriers.restart(id);
      return { ...(await show(endpoint)), secret };
    },
    retrieve: async (owner, id) => show(await needEndpoint(store.read, owner, id)),
    async update(maker, id, change) {
      const { owner } = maker;
      const { url, isDisabled } = change;
      const vouches = url !== undefined || isDisabled === false;
      const columns = {
        ...(await columnsOf(owner, change)),
        // Whoever says where, or that it goes on, has looked after what was wrong.
        ...((url !== undefined || isDisabled !== undefined) && noTrouble),
      };
      const endpoint = await store.write(async (tx) => {
        const before = await needEndpoint(tx, owner, id);
        // Another address alone does not make one go on that had ended.
        const isOff = isDisabled ?? (vouches && before.disabled === 'revoked' ? true : undefined);
        const switched = isOff === undefined ? {} : { disabled: isOff ? ('owner' as const) : null };
        const changes = { ...columns, ...switched, ...(vouches && (await makerColumns(tx, maker))) };
        if (Object.keys(changes).length === 0) return before;
        await tx.updateTable('webhooks').set(changes).where('id', '=', id).execute();
        return needEndpoint(tx, owner, id);
      });
      couriers.restart(id);
      return show(endpoint);
    },
    async remove(owner, id) {
      await store.write(async (tx) => {
        await needEndpoint(tx, owner, id);
        await forgetSecrets(tx, vault, { id, owner });
        await tx.deleteFrom('webhooks').where('id', '=', id).execute();
      });
      couriers.restart(id);
    },
    async test(owner, id) {
      const endpoint = await needEndpoint(store.read, owner, id);
      const outcome = await attempt(poster, endpoint, testLetter(), stopping.signal);
      await marks.tried(endpoint, outcome);
      if (outcome.error === undefined && endpoint.trouble.nextAttemptAt !== undefined) {
        await store.write((tx) =>
          tx.updateTable('webhooks').set({ next_attempt_at: null }).where('id', '=', id).execute(),
        );
        couriers.nudge(id);
      }
      return attemptView(outcome);
    },
    async rotateSecret(owner, id, overlapMs) {
      const { secret, kept } = await store.write(async (tx) => {
        const replaced = await replaceSecret(tx, vault, await needEndpoint(tx, owner, id), overlapMs);
        await tx
          .updateTable('webhooks')
          .set({ secrets: JSON.stringify(replaced.kept) })
          .where('id', '=', id)
          .execute();
        return replaced;
      });
      const overlap = previousUntil(kept);
      return { secret, ...(overlap !== undefined && { previousSecretUntil: new Date(overlap).toISOString() }) };
    },
    async deliveries(owner, id) {
      await needEndpoint(store.read, owner, id);
      const rows = await store.read
        .selectFrom('webhook_attempts')
        .selectAll()
        .where('webhook_id', '=', id)
        .orderBy('number', 'desc')
        .execute();
      return rows.map(storedAttemptView);
    },
    deadLetters: createDeadLetters(courierParts, stopping.signal),
    async start() {
      const rows = await store.read.selectFrom('webhooks').select('id').where('disabled', 'is', null).execute();
      for (const { id } of rows) couriers.restart(id);
    },
    async stop(graceMs) {
      await couriers.stop(graceMs);
      stopping.abort(new ApiError('UNAVAILABLE', 'The server stops; try again.'));
    },
  };
}
