import type { Transport } from '../transport.ts';
import { Reactions } from './reactions.ts';

/** Where the official SDK keeps reactions; the messages themselves are at `client.messages`. */
export class ChatMessages {
  readonly reactions: Reactions;

  constructor(transport: Transport) {
    this.reactions = new Reactions(transport);
  }
}
