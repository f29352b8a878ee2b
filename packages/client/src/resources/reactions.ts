import type { ReactionAdded, ReactionRemoved } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface ReactionAddParams {
  chatID: string;
  /** An emoji, or what else the network knows. */
  reactionKey: string;
  transactionID?: string | undefined;
}

export interface ReactionDeleteParams {
  chatID: string;
  messageID: string;
}

/** The own reactions to messages. */
export class Reactions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** @throws NotFoundError */
  add(messageID: string, { chatID, ...body }: ReactionAddParams, options?: RequestOptions): Promise<ReactionAdded> {
    return this.#transport.send(
      { method: 'POST', path: path`/v1/chats/${chatID}/messages/${messageID}/reactions`, body },
      options,
    );
  }

  /** @throws NotFoundError */
  delete(
    reactionKey: string,
    { chatID, messageID }: ReactionDeleteParams,
    options?: RequestOptions,
  ): Promise<ReactionRemoved> {
    return this.#transport.send(
      { method: 'DELETE', path: path`/v1/chats/${chatID}/messages/${messageID}/reactions/${reactionKey}` },
      options,
    );
  }
}
