import type { ChatEvent, ChatSnapshot } from '@partyline/connector';
import { chatCapabilities } from './chat-capabilities.ts';
import type { Session } from './session.ts';

/** People whose chat was told on this connection; who is forgotten is told again. */
const MOST_KNOWN = 5000;

/** Chats between two: the other's nick is the ID. */
export class DirectChats {
  readonly #session: Session;
  /** How each is spelled, by folded nick. */
  readonly #known = new Map<string, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** What is to be told of a chat before the first message in it; `[]` for any other. */
  meet(nick: string): readonly ChatEvent[] {
    const id = this.#session.fold(nick);
    if (this.#known.has(id)) return [];
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(id, nick);
    return [{ kind: 'chat', ...this.snapshot(nick) }];
  }

  /** As the person writes the nick themselves, where they wrote before: whoever looks for BOB must not rename bob. */
  spelled(nick: string): string {
    return this.#known.get(this.#session.fold(nick)) ?? nick;
  }

  snapshot(nick: string): Pick<ChatSnapshot, 'chat' | 'participants'> {
    const session = this.#session;
    const other = { id: session.fold(nick), username: nick };
    const self = { id: session.fold(session.nick), username: session.nick, isSelf: true };
    return {
      chat: { id: other.id, type: 'single', title: nick, capabilities: chatCapabilities(session, 'single') },
      participants: { items: other.id === self.id ? [self] : [self, other], complete: true },
    };
  }
}
