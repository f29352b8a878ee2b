/** The channels we are in: joins, leaves, names, topics and modes become chat events. */

import type { ChatEvent, ChatSnapshot } from '@partyline/connector';
import type { IrcMessage } from 'irc-framework';
import { Channel } from './channel.ts';
import { chatCapabilities } from './chat-capabilities.ts';
import type { Session } from './session.ts';

/** More than any network lets one client join. */
const MOST_CHANNELS = 500;
/** No network allows as much; what is longer would only fill the memory. */
const LONGEST_NAME = 200;

export interface ChannelsListener {
  changed(event: ChatEvent): void;
  /** We left of our own will, here or on another client; not when thrown out. */
  left(id: string): void;
}

export class Channels {
  readonly #session: Session;
  readonly #listener: ChannelsListener;
  readonly #channels = new Map<string, Channel>();

  constructor(session: Session, listener: ChannelsListener) {
    this.#session = session;
    this.#listener = listener;
  }

  has(name: string): boolean {
    return this.#channels.has(this.#session.fold(name));
  }

  /** A channel as it is now; `undefined` when we are not in it. */
  snapshot(name: string): Pick<ChatSnapshot, 'chat' | 'participants'> | undefined {
    const channel = this.#find(name);
    return channel === undefined ? undefined : this.#whole(channel);
  }

  /** Sees every line from the server. */
  line({ command, params, nick }: IrcMessage): void {
    const [first = '', second = ''] = params;
    const words = params.at(-1) ?? '';
    switch (command) {
      case 'JOIN':
        this.#join(nick, first);
        break;
      case 'PART':
        this.#gone(nick, first, false);
        break;
      case 'KICK':
        this.#gone(second, first, true);
        break;
      case 'QUIT':
        this.#quit(nick);
        break;
      case 'NICK':
        this.#renamed(nick, first);
        break;
      case 'MODE':
        this.#modes(first, params.slice(1));
        break;
      case 'TOPIC':
        this.#topic(first, params.length > 1 ? words : undefined);
        break;
      case '331':
        this.#topic(second, undefined);
        break;
      case '332':
        this.#topic(second, words);
        break;
      case '353':
        this.#names(params.at(-2) ?? '', words);
        break;
      case '366':
        this.#namesEnd(second);
        break;
      default:
        break;
    }
  }

  #find(name: string): Channel | undefined {
    return this.#channels.get(this.#session.fold(name));
  }

  #isSelf(id: string): boolean {
    return id === this.#session.fold(this.#session.nick);
  }

  #join(nick: string, name: string): void {
    if (nick === '' || name === '' || Math.max(nick.length, name.length) > LONGEST_NAME) return;
    const id = this.#session.fold(nick);
    if (this.#isSelf(id)) {
      if (!this.#session.isChannel(name) || this.#channels.size >= MOST_CHANNELS) return;
      this.#channels.set(this.#session.fold(name), new Channel(this.#session, name));
      return;
    }
    const channel = this.#find(name);
    if (channel === undefined) return;
    channel.add(nick);
    if (channel.complete && channel.has(id)) this.#delta(channel, [id], []);
  }

  #gone(nick: string, name: string, thrownOut: boolean): void {
    const channel = this.#find(name);
    const id = this.#session.fold(nick);
    if (channel === undefined) return;
    if (this.#isSelf(id)) {
      this.#channels.delete(channel.id);
      this.#listener.changed(channel.event({ isReadOnly: true }, { items: [], complete: false, gone: [id] }));
      if (!thrownOut) this.#listener.left(channel.id);
    } else if (channel.remove(id) && channel.complete) this.#delta(channel, [], [id]);
  }

  #quit(nick: string): void {
    const id = this.#session.fold(nick);
    for (const channel of this.#channels.values()) {
      if (channel.remove(id) && channel.complete) this.#delta(channel, [], [id]);
    }
  }

  #renamed(from: string, to: string): void {
    if (to === '' || to.length > LONGEST_NAME) return;
    const [old, id] = [this.#session.fold(from), this.#session.fold(to)];
    for (const channel of this.#channels.values()) {
      if (!channel.has(old)) continue;
      channel.rename(old, to);
      if (channel.complete) this.#delta(channel, [id], old === id ? [] : [old]);
    }
  }

  #modes(name: string, params: readonly string[]): void {
    const channel = this.#find(name);
    if (channel === undefined) return;
    const { support } = this.#session;
    const changed = new Set<string>();
    for (const { mode, on, argument } of support.readModes(params)) {
      if (!support.isMemberMode(mode) || argument === undefined) continue;
      const id = this.#session.fold(argument);
      const was = support.isAdmin(channel.modesOf(id));
      if (channel.setMode(id, mode, on) && support.isAdmin(channel.modesOf(id)) !== was) changed.add(id);
    }
    if (changed.size > 0 && channel.complete) this.#delta(channel, [...changed], []);
  }

  #topic(name: string, topic: string | undefined): void {
    const channel = this.#find(name);
    if (channel === undefined) return;
    channel.setTopic(topic);
    if (channel.complete) this.#listener.changed(channel.event({ description: channel.topic }));
  }

  #names(name: string, names: string): void {
    const channel = this.#find(name);
    if (channel === undefined || channel.complete) return;
    for (const entry of names.split(' ')) {
      const { nick, modes } = this.#session.support.readName(entry);
      if (nick !== '' && nick.length <= LONGEST_NAME) channel.add(nick, modes);
    }
  }

  #namesEnd(name: string): void {
    const channel = this.#find(name);
    if (channel === undefined || channel.complete) return;
    channel.complete = true;
    this.#listener.changed({ kind: 'chat', ...this.#whole(channel) });
  }

  #whole(channel: Channel) {
    const { name: title, topic: description } = channel;
    const capabilities = chatCapabilities(this.#session, 'group');
    const { chat } = channel.event({ title, description, isReadOnly: false, capabilities });
    return { chat, participants: channel.participants };
  }

  #delta(channel: Channel, changed: readonly string[], gone: readonly string[]): void {
    const items = changed.map((id) => channel.participant(id));
    this.#listener.changed(channel.event({}, { items, complete: false, ...(gone.length === 0 ? {} : { gone }) }));
  }
}
