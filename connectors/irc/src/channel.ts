/** One channel that we are in, and who is there. */

import type { ChatEvent, ParticipantList } from '@partyline/connector';
import { readCodes } from './formatting/read-codes.ts';
import { textOf } from './formatting/runs-to-html.ts';
import type { Session } from './session.ts';

/** Above this a channel is listed in part. */
const MOST_MEMBERS = 10_000;

interface Member {
  nick: string;
  /** Modes that make a member special, such as `o`. */
  modes: string;
}

type Participant = ParticipantList['items'][number];

export class Channel {
  readonly id: string;
  readonly name: string;
  readonly #session: Session;
  readonly #members = new Map<string, Member>();
  #overfull = false;
  topic: string | null = null;
  /** The first list of members has come whole. */
  complete = false;

  constructor(session: Session, name: string) {
    this.#session = session;
    this.id = session.fold(name);
    this.name = name;
  }

  get participants(): ParticipantList {
    return { items: [...this.#members.keys()].map((id) => this.participant(id)), complete: !this.#overfull };
  }

  participant(id: string): Participant {
    const { nick, modes } = this.#members.get(id) ?? { nick: id, modes: '' };
    const isSelf = id === this.#session.fold(this.#session.nick);
    return { id, username: nick, isSelf, isAdmin: this.#session.support.isAdmin(modes) };
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  add(nick: string, modes = ''): void {
    const id = this.#session.fold(nick);
    if (!this.#members.has(id) && this.#members.size >= MOST_MEMBERS) this.#overfull = true;
    else this.#members.set(id, { nick, modes });
  }

  remove(id: string): boolean {
    return this.#members.delete(id);
  }

  rename(id: string, nick: string): void {
    const modes = this.#members.get(id)?.modes ?? '';
    this.#members.delete(id);
    this.#members.set(this.#session.fold(nick), { nick, modes });
  }

  modesOf(id: string): string {
    return this.#members.get(id)?.modes ?? '';
  }

  setMode(id: string, mode: string, on: boolean): boolean {
    const member = this.#members.get(id);
    if (member === undefined || member.modes.includes(mode) === on) return false;
    member.modes = on ? member.modes + mode : member.modes.replace(mode, '');
    return true;
  }

  /** Without formatting; `null` when there is none. */
  setTopic(topic: string | undefined): void {
    this.topic = textOf(readCodes(topic ?? '')).trim() || null;
  }

  event(state: Partial<ChatEvent['chat']>, participants?: ParticipantList): ChatEvent {
    return {
      kind: 'chat',
      chat: { id: this.id, type: 'group', ...state },
      ...(participants === undefined ? {} : { participants }),
    };
  }
}
