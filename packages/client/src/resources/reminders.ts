import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface ReminderCreateParams {
  reminder: {
    /** ISO 8601, in the future. */
    remindAt: string;
    /** The next message of somebody else clears it. */
    dismissOnIncomingMessage?: boolean | undefined;
  };
}

/** The reminder of a chat: one at a time. */
export class Reminders {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Sets it, in the place of an earlier one. @throws NotFoundError */
  create(chatID: string, body: ReminderCreateParams, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'POST', path: path`/v1/chats/${chatID}/reminders`, body }, options);
  }

  /** @throws NotFoundError */
  delete(chatID: string, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/chats/${chatID}/reminders` }, options);
  }
}
