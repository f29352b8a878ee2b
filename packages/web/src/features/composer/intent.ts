import type { Message } from '@partyline/protocol';

/** What the next message is about. */
export interface Intent {
  readonly kind: 'reply' | 'edit';
  readonly message: Message;
}
