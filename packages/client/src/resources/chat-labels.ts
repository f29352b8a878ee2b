import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface ChatLabelParams {
  chatID: string;
}

/** The labels on a chat. Not in the official API. */
export class ChatLabels {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** @throws NotFoundError */
  attach(labelID: string, { chatID }: ChatLabelParams, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'PUT', path: path`/v1/chats/${chatID}/labels/${labelID}` }, options);
  }

  /** @throws NotFoundError */
  detach(labelID: string, { chatID }: ChatLabelParams, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/chats/${chatID}/labels/${labelID}` }, options);
  }
}
