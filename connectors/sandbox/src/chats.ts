/** The chats of one account as the network knows them. */

import type { ChatRef, ChatSnapshot, ChatState, ParticipantList, Sender } from '@partyline/connector';
import { characterOf } from './contacts.ts';
import { refused } from './refusals.ts';

export interface Chat extends ChatRef, ChatState {
  readonly title: string;
  /** Everybody but the account itself. */
  readonly memberIDs: readonly string[];
}

/** Told of everything that must outlast the process. */
export interface ChatLog {
  /** The chat is new or changed. */
  kept(chat: Chat): void;
  removed(id: string): void;
}

/** The group everybody is in from the start. */
const LOBBY: Chat = {
  id: 'lobby',
  type: 'group',
  title: 'Lobby',
  description: 'Where everybody meets. Who is mentioned answers.',
  memberIDs: ['echo', 'silent', 'fan', 'painter', 'reader'],
};

export class Chats {
  readonly #self: string;
  readonly #known = new Map<string, Chat>([[LOBBY.id, LOBBY]]);
  readonly #log: ChatLog;

  /** @param self user ID of the account */
  constructor(self: string, log: ChatLog) {
    this.#self = self;
    this.#log = log;
  }

  /** Throws `SendError` for a chat that is not there. A direct chat is there for every contact, under the contact's ID. */
  get(id: string): Chat {
    const chat = this.#known.get(id) ?? directChat(id);
    if (chat === undefined) throw refused('unknown_chat', `The sandbox has no chat "${id}". Nothing was done.`);
    return chat;
  }

  /** Whether this chat was opened, or changed, before. */
  has(id: string): boolean {
    return this.#known.has(id);
  }

  keep(chat: Chat): Chat {
    this.restore(chat);
    this.#log.kept(chat);
    return chat;
  }

  /** A group is gone then; the direct chat with a contact begins anew with the next message. */
  remove(id: string): void {
    this.forget(id);
    this.#log.removed(id);
  }

  /** Removes what a journal says was removed. */
  forget(id: string): void {
    this.#known.delete(id);
  }

  /** Takes back what a journal kept. */
  restore(chat: Chat): void {
    this.#known.set(chat.id, chat);
  }

  groups(): readonly Chat[] {
    return [...this.#known.values()].filter(({ type }) => type === 'group');
  }

  snapshot({ memberIDs, ...chat }: Chat): Omit<ChatSnapshot, 'created'> {
    const others = memberIDs.map((id) => characterOf(id)?.contact ?? { id });
    const self = { id: this.#self, username: this.#self, isSelf: true, isAdmin: chat.type === 'group' };
    const participants: ParticipantList = { complete: true, items: [self, ...others.map(publicFace)] };
    return { chat, participants };
  }
}

/** What everybody calls the chat as long as it has no title of its own. */
export function nameOf(memberIDs: readonly string[]): string {
  return memberIDs.map((id) => senderOf(id).name).join(', ');
}

export function senderOf(id: string): Required<Sender> {
  return { id, name: characterOf(id)?.contact.fullName ?? id, isSelf: false };
}

function directChat(id: string): Chat | undefined {
  return characterOf(id) && { id, type: 'single', title: nameOf([id]), memberIDs: [id] };
}

function publicFace<Face extends { readonly cannotMessage?: boolean }>(face: Face): Omit<Face, 'cannotMessage'> {
  const { cannotMessage: _, ...rest } = face;
  return rest;
}
