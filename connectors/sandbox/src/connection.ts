/** One open connection of one login. */

import { setTimeout as delay } from 'node:timers/promises';
import type {
  ChatDeletion,
  ChatRequest,
  ChatSnapshot,
  ChatUpdate,
  Connection,
  Contact,
  EndState,
  History,
  HistoryRequest,
  Host,
  Login,
  LogoutScope,
  MediaFetch,
  MessageEdit,
  MessageRemoval,
  OutgoingMessage,
  OutgoingPart,
  OutgoingReaction,
  ReadMark,
  Sent,
  TypingNotice,
} from '@partyline/connector';
import type { Account } from './account.ts';
import { createChat, deleteChat, edit, react, remove, unreact, updateChat } from './changes.ts';
import { addressBook, matching } from './contacts.ts';
import type { Controls, Steerable } from './controls.ts';
import { deliver, tellGroups } from './deliveries.ts';
import { fetchMedia } from './fetch-media.ts';
import { type Link, type Network, Unreachable } from './network.ts';
import { fetchHistory } from './past.ts';
import { refused, refusedForNow } from './refusals.ts';
import { send } from './send.ts';
import { split } from './split.ts';
import { type Status, stateOf, type Wish } from './statuses.ts';

export interface Parts {
  readonly network: Network;
  readonly controls: Controls;
  readonly link: Link;
  readonly login: Login;
  readonly host: Host;
}

/** How many words about typing are remembered for each chat. */
const TYPING_KEPT = 100;

export class SandboxConnection implements Connection, Steerable {
  readonly host: Host;
  readonly ended: AbortSignal;
  readonly #parts: Parts;
  readonly #accountIDs: readonly string[];

  constructor(parts: Parts) {
    const { link, login, host, controls } = parts;
    this.#parts = parts;
    this.host = host;
    this.ended = link.ended;
    this.#accountIDs = accountsOf(login);
    link.ended.addEventListener('abort', () => this.#over());
    controls.live = this;
    controls.identity = link.identity;
    controls.accountIDs = this.#accountIDs;
    void this.#deliver();
  }

  async close(): Promise<void> {
    this.#parts.link.close();
  }

  async send(message: OutgoingMessage): Promise<Sent> {
    return send(await this.#reached(message.account), message, this.#parts);
  }

  async split(message: OutgoingMessage): Promise<readonly OutgoingPart[]> {
    return split(message, this.#account(message.account).textLimit(message.chatID));
  }

  async edit(change: MessageEdit): Promise<void> {
    edit(await this.#reached(change.account), change);
    await this.#parts.network.journal.stored();
  }

  async remove(removal: MessageRemoval): Promise<void> {
    remove(await this.#reached(removal.account), removal);
    await this.#parts.network.journal.stored();
  }

  async react(reaction: OutgoingReaction): Promise<void> {
    react(await this.#reached(reaction.account), reaction);
  }

  async unreact(reaction: OutgoingReaction): Promise<void> {
    unreact(await this.#reached(reaction.account), reaction);
  }

  async markRead({ account: id, chatID, messageID }: ReadMark): Promise<void> {
    const account = await this.#reached(id);
    account.readMarks.set(account.chats.get(chatID).id, messageID);
  }

  async typing({ account: id, chatID, typing }: TypingNotice): Promise<void> {
    const account = await this.#reached(id);
    const told = account.typing.get(account.chats.get(chatID).id) ?? [];
    account.typing.set(chatID, [...told, typing].slice(-TYPING_KEPT));
  }

  async createChat(request: ChatRequest): Promise<ChatSnapshot> {
    const snapshot = createChat(await this.#reached(request.account), request);
    await this.#parts.network.journal.stored();
    return snapshot;
  }

  async updateChat(update: ChatUpdate): Promise<void> {
    await updateChat(await this.#reached(update.account), update);
    await this.#parts.network.journal.stored();
  }

  async deleteChat(deletion: ChatDeletion): Promise<void> {
    deleteChat(await this.#reached(deletion.account), deletion);
    await this.#parts.network.journal.stored();
  }

  async fetchHistory(request: HistoryRequest): Promise<History> {
    return fetchHistory(await this.#reached(request.account), this.host, request);
  }

  async fetchMedia(fetch: MediaFetch): Promise<void> {
    await this.#speaks();
    await fetchMedia(fetch, this.#parts.network.files);
  }

  async probe(): Promise<void> {
    await this.#answered();
  }

  async logout(scope: LogoutScope): Promise<void> {
    await this.#answered();
    const { link, login } = this.#parts;
    const session = login.secrets['session'];
    if (session !== undefined) link.identity.endSession(session);
    if (scope === 'all-devices') link.identity.endAllSessions();
  }

  async contacts(): Promise<readonly Contact[]> {
    await this.#answered();
    return addressBook;
  }

  async resolve(query: string): Promise<readonly Contact[]> {
    await this.#answered();
    return matching(query);
  }

  tell(status: Status, wish: Omit<Wish, 'status'>): void {
    const state = stateOf(status, wish);
    if (state.state === 'connected' || state.state === 'backfilling') this.host.status(state);
    else this.#end(state);
  }

  /** Throws `SendError` for an account that is not one of this login. */
  #account(id: string): Account {
    if (!this.#accountIDs.includes(id))
      throw refused('unknown_account', `This login has no account "${id}". Nothing was done.`);
    return this.#parts.link.identity.account(id);
  }

  /** The account, once the network has answered. Throws `SendError` when it does not: nothing was done then. */
  async #reached(id: string): Promise<Account> {
    const account = this.#account(id);
    await this.#speaks();
    return account;
  }

  async #speaks(): Promise<void> {
    await this.#answered().catch(() => {
      throw refusedForNow('disconnected', 'The sandbox could not be reached. Nothing was done.');
    });
  }

  /** Resolves when the network has answered; rejects when the link ends before. */
  async #answered(): Promise<void> {
    const { network, controls } = this.#parts;
    this.ended.throwIfAborted();
    const { delayMs } = controls;
    if (delayMs > 0) await delay(delayMs, undefined, { signal: this.ended });
    await controls.voice.passed(this.ended);
    await network.voice.passed(this.ended);
  }

  async #deliver(): Promise<void> {
    const { identity } = this.#parts.link;
    try {
      await tellGroups(identity, this.#accountIDs, this.host);
      await deliver(identity, this.host, this.ended, () => this.#answered());
    } catch (error) {
      // The end of the link ends the loop too, and is told elsewhere. Else the messages were not stored: the network keeps them for the next connection.
      if (this.ended.aborted) return;
      this.host.log.warn('a message was not stored', { error: String(error) });
      this.#end({ state: 'lost', text: 'A message could not be stored. The sandbox delivers it again.' });
    }
  }

  #end(state: EndState): void {
    this.#parts.link.close();
    this.host.status(state);
  }

  #over(): void {
    const { controls } = this.#parts;
    if (controls.live === this) controls.live = undefined;
    if (!(this.ended.reason instanceof Unreachable)) return;
    this.host.status({ state: 'lost', text: 'The sandbox went down.' });
  }
}

/** A login that does not name its accounts has one, called as itself. */
function accountsOf({ settings, remoteID }: Login): readonly string[] {
  const named = settings['accounts'];
  return Array.isArray(named) ? named.filter((id) => typeof id === 'string') : [remoteID];
}
