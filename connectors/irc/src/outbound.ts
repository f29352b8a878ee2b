/** What the server asks of the network for one connection. Everything is confirmed before it resolves. */

import type {
  ChatRequest,
  ChatSnapshot,
  ChatUpdate,
  OutgoingMessage,
  OutgoingReaction,
  Sent,
  TypingNotice,
} from '@partyline/connector';
import { SendError } from '@partyline/connector';
import type { Channels } from './channels.ts';
import { passes } from './chat-capabilities.ts';
import type { DirectChats } from './direct-chats.ts';
import { messageText, readOutgoing } from './outgoing-text.ts';
import type { Requests } from './requests.ts';
import { notConnected, refused } from './send-refusal.ts';
import type { Session } from './session.ts';
import { roomForText } from './splitting.ts';
import { tagged } from './tags.ts';

interface Parts {
  readonly session: Session;
  readonly requests: Requests;
  readonly channels: Channels;
  readonly directChats: DirectChats;
  /** Whether a message ID came from the network. */
  isFromNetwork(id: string): boolean;
  /** Has a channel joined again after every connect. */
  keepJoined(name: string): Promise<void>;
}

export class Outbound {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async send(message: OutgoingMessage): Promise<Sent> {
    const { session, requests } = this.#parts;
    if (session.over) throw notConnected();
    const { chatID, replyTo } = message;
    checkTarget(chatID);
    if (message.attachment !== undefined) throw refused('unsupported_media', 'IRC carries no files: send a link.');
    const content = oneLine(message);
    const excess = Buffer.byteLength(content) - roomForText(session, chatID);
    if (excess > 0) throw refused('too_long', `The text is ${excess} bytes too long for one IRC message.`);
    const answers = replyTo !== undefined && passes(session, 'draft/reply') && this.#parts.isFromNetwork(replyTo.id);
    return requests.confirm({
      command: `PRIVMSG ${chatID} :${content}`,
      targets: [chatID],
      content,
      ...(answers ? { tags: { '+draft/reply': replyTo.id } } : {}),
    });
  }

  async react({ chatID, messageID, key }: OutgoingReaction, tag: 'draft/react' | 'draft/unreact'): Promise<void> {
    checkTarget(chatID);
    if (!this.#parts.isFromNetwork(messageID)) {
      throw refused('message_without_id', 'The network gave this message no ID, so nobody could see the reaction.');
    }
    const tags = { [`+${tag}`]: key, '+draft/reply': messageID };
    await this.#parts.requests.confirm({ command: `TAGMSG ${chatID}`, targets: [chatID], tags });
  }

  /** https://ircv3.net/specs/client-tags/typing; nobody waits for it, so it is not confirmed. */
  async typing({ chatID, typing }: TypingNotice): Promise<void> {
    const { session } = this.#parts;
    if (session.over) throw notConnected();
    checkTarget(chatID);
    session.write(tagged(`TAGMSG ${chatID}`, { '+typing': typing ? 'active' : 'done' }));
  }

  async createChat({ type, participantIDs, title }: ChatRequest): Promise<ChatSnapshot> {
    const { session, directChats } = this.#parts;
    if (session.over) throw notConnected();
    for (const id of participantIDs) checkNick(session, id);
    if (type === 'group') return this.#joinChannel(title ?? '', participantIDs);
    const [nick] = participantIDs;
    if (nick === undefined || participantIDs.length !== 1) {
      throw refused('no_such_recipient', 'A direct chat on IRC is with one person: give one nick.');
    }
    return { ...directChats.snapshot(directChats.spelled(nick)), created: false };
  }

  async updateChat(update: ChatUpdate): Promise<void> {
    const { chatID, description } = update;
    checkTarget(chatID);
    if (description === undefined || !this.#parts.session.isChannel(chatID)) {
      throw refused('not_supported', 'On IRC only the topic of a channel can be changed.');
    }
    const topic = (description ?? '')
      .replace(/\s+/g, ' ')
      .replace(/\p{Cc}/gu, '')
      .trim();
    const excess = Buffer.byteLength(topic) - roomForText(this.#parts.session, chatID);
    if (excess > 0) throw refused('too_long', `The topic is ${excess} bytes too long for IRC.`);
    await this.#parts.requests.confirm({ command: `TOPIC ${chatID} :${topic}`, targets: [chatID] });
  }

  async #joinChannel(title: string, invited: readonly string[]): Promise<ChatSnapshot> {
    const { session, channels, requests } = this.#parts;
    const name = session.isChannel(title) ? title : `#${title}`;
    if (name === '#' || /[\s,\p{Cc}]/u.test(name)) {
      throw refused('no_such_chat', 'A group on IRC is a channel: give its name as the title, such as #partyline.');
    }
    const created = !channels.has(name);
    if (created) await requests.confirm({ command: `JOIN ${name}`, targets: [name] });
    const pending: { id: string; username: string; isPending: true }[] = [];
    for (const nick of invited) {
      if (await this.#invite(nick, name)) pending.push({ id: session.fold(nick), username: nick, isPending: true });
    }
    const { chat, participants } = channels.snapshot(name) ?? {};
    if (chat === undefined || participants === undefined) {
      throw refused('not_joined', `The network did not let you into ${name}.`);
    }
    await this.#parts.keepJoined(name);
    const present = new Set(participants.items.map(({ id }) => id));
    const items = [...participants.items, ...pending.filter(({ id }) => !present.has(id))];
    return { chat, participants: { ...participants, items }, created };
  }

  /** `false` when the network refuses it: the channel is there all the same, and the list of participants shows who is. */
  async #invite(nick: string, channel: string): Promise<boolean> {
    try {
      await this.#parts.requests.confirm({ command: `INVITE ${nick} ${channel}`, targets: [nick, channel] });
      return true;
    } catch (error) {
      if (error instanceof SendError && error.outcome === 'certain' && !error.retriable) return false;
      throw error;
    }
  }
}

function oneLine(message: OutgoingMessage): string {
  const { action, lines } = readOutgoing(message);
  const [line] = lines;
  if (line === undefined) throw refused('empty', 'IRC knows no empty messages.');
  if (lines.length > 1) {
    throw refused('unsupported_text', 'One IRC message is one line: send the lines one by one.');
  }
  return messageText(line, action);
}

function checkTarget(chatID: string): void {
  if (chatID === '' || chatID.startsWith(':') || /[\s,\p{Cc}]/u.test(chatID)) {
    throw refused('no_such_chat', 'That is no name of a person or channel on IRC.');
  }
}

function checkNick(session: Session, nick: string): void {
  if (nick === '' || nick.length > 200 || session.isChannel(nick) || /[\s,:@!*?\p{Cc}]/u.test(nick)) {
    throw refused('no_such_recipient', `“${nick.slice(0, 50)}” is no nick on IRC.`);
  }
}
