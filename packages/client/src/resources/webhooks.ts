import type {
  NewWebhook,
  Webhook,
  WebhookAttempt,
  WebhookAttemptList,
  WebhookChange,
  WebhookInput,
  WebhookList,
  WebhookSecret,
} from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { DeadLetters } from './dead-letters.ts';

export interface WebhookRotateParams {
  /** How long the old secret signs too, in hours, 0 to 720; 24 by default. */
  overlapHours?: number | undefined;
}

/** Events posted to addresses of the owner's, as Standard Webhooks. Not in the official API. */
export class Webhooks {
  readonly deadLetters: DeadLetters;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.deadLetters = new DeadLetters(transport);
    this.#transport = transport;
  }

  /** Oldest first. */
  list(options?: RequestOptions): Promise<WebhookList> {
    return this.#transport.send({ method: 'GET', path: '/v1/webhooks' }, options);
  }

  /** The answer has the signing secret, which cannot be read again. @throws UnprocessableEntityError for an address that is not called */
  create(body: WebhookInput, options?: RequestOptions): Promise<NewWebhook> {
    return this.#transport.send({ method: 'POST', path: '/v1/webhooks', body }, options);
  }

  /** @throws NotFoundError */
  retrieve(webhookID: string, options?: RequestOptions): Promise<Webhook> {
    return this.#transport.send({ method: 'GET', path: path`/v1/webhooks/${webhookID}` }, options);
  }

  /** @throws NotFoundError */
  update(webhookID: string, body: WebhookChange, options?: RequestOptions): Promise<Webhook> {
    return this.#transport.send({ method: 'PATCH', path: path`/v1/webhooks/${webhookID}`, body }, options);
  }

  /** With its dead letters. @throws NotFoundError */
  delete(webhookID: string, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/webhooks/${webhookID}` }, options);
  }

  /** Posts a test now; what came of it is the answer, also when it failed. @throws NotFoundError */
  test(webhookID: string, options?: RequestOptions): Promise<WebhookAttempt> {
    return this.#transport.send({ method: 'POST', path: path`/v1/webhooks/${webhookID}/test` }, options);
  }

  /** The answer has the new secret, which cannot be read again. @throws NotFoundError */
  rotateSecret(webhookID: string, body: WebhookRotateParams = {}, options?: RequestOptions): Promise<WebhookSecret> {
    return this.#transport.send({ method: 'POST', path: path`/v1/webhooks/${webhookID}/rotate-secret`, body }, options);
  }

  /** The last tries, newest first. @throws NotFoundError */
  deliveries(webhookID: string, options?: RequestOptions): Promise<WebhookAttemptList> {
    return this.#transport.send({ method: 'GET', path: path`/v1/webhooks/${webhookID}/deliveries` }, options);
  }
}
