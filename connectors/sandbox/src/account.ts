/** One account at the network's side: its chats, what its contacts received, and what they do about it. */

import type { ChatRef, MessageEvent, NetworkEvent, OutgoingMessage, SendError, Sender } from '@partyline/connector';
import { MAX_TEXT } from './capabilities.ts';
import { type Chat, Chats, senderOf } from './chats.ts';
import type { Clock } from './clock.ts';
import { type Character, characterOf } from './contacts.ts';
import { contentOf, type Heard } from './habits.ts';
import type { Mailbox } from './mailbox.ts';
import type { Past } from './past.ts';
import type { Randomness } from './randomness.ts';
import { type KeptFile, type Receipt, Receipts } from './receipts.ts';
import { refused } from './refusals.ts';

export interface AccountParts {
  readonly id: string;
  /** Set where the login has several accounts. */
  readonly addressed: { readonly account?: string };
  readonly clock: Clock;
  readonly ids: Randomness;
  readonly replyMs: number;
  readonly mailbox: Mailbox;
  /** Told of everything that must outlast the process, and of every change. */
  readonly log: { receipt(receipt: Receipt): void; chat(chat: Chat): void; chatRemoved(chatID: string): void };
}

export class Account {
  readonly id: string;
  readonly chats: Chats;
  readonly receipts: Receipts;
  /** The own reactions, by message. */
  readonly reactions = new Map<string, Set<string>>();
  /** What was said about typing, by chat, oldest first. */
  readonly typing = new Map<string, boolean[]>();
  /** The last message that was marked as read, by chat. */
  readonly readMarks = new Map<string, string>();
  /** What is given out of the past when it is asked for, by chat. */
  readonly pasts = new Map<string, Past>();
  /** How often older messages were asked for, by chat. */
  readonly historyAsked = new Map<string, number>();
  /** How chats were deleted, the last time. */
  readonly deletions = new Map<string, 'for-everyone' | 'for-me'>();
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.chats = new Chats(parts.id, { kept: parts.log.chat, removed: parts.log.chatRemoved });
    this.receipts = new Receipts(parts.log.receipt);
  }

  /**
   * Takes a message of this person. One with a transaction ID that was seen before is the same message: it arrived already.
   * Throws `SendError` where the contact refuses, or the text is too long.
   */
  take(message: OutgoingMessage, file: KeptFile | undefined): Receipt {
    const chat = this.chats.get(message.chatID);
    const limit = this.textLimit(message.chatID);
    if (message.text.length > limit)
      throw refused('too_long', `The sandbox takes ${limit} characters here. Nothing was sent.`);
    const character = chat.type === 'single' ? characterOf(chat.id) : undefined;
    const refusal = character?.refusal?.();
    if (refusal !== undefined && character?.readsRefused !== true) throw refusal;
    const earlier = this.receipts.ofTransaction(message.transactionID);
    if (earlier !== undefined) return this.#again(earlier, refusal);
    const receipt = this.receipts.keep(this.#receipt(message, file));
    if (refusal !== undefined) throw refusal;
    this.#answer(chat, receipt);
    return receipt;
  }

  /** In UTF-16 units. */
  textLimit(chatID: string): number {
    return characterOf(chatID)?.maxTextLength ?? MAX_TEXT;
  }

  /** An own message that may still be changed. Throws `SendError` when it is none. */
  own(chatID: string, messageID: string): Receipt {
    const receipt = this.receipts.get(messageID);
    if (receipt === undefined || receipt.chatID !== chatID || receipt.removed === 'for-everyone')
      throw refused('unknown_message', 'The sandbox has no such message of yours in this chat. Nothing was changed.');
    return receipt;
  }

  /** Something happens in a chat: it is in the mailbox until a connection has stored it. */
  post(event: NetworkEvent, afterMs = 0): void {
    this.#parts.mailbox.post(this.addressed(event), afterMs);
  }

  /** The event as it is told, with the account where the login has several. */
  addressed<Event extends NetworkEvent>(event: Event): Event {
    return { ...event, ...this.#parts.addressed };
  }

  /** A message as the network hands it to every device: by somebody else, or from another device of the own person. */
  message(chat: ChatRef, sender: Sender, content: Pick<MessageEvent, 'text'> & Partial<MessageEvent>): MessageEvent {
    const { ids, clock } = this.#parts;
    return this.addressed({ kind: 'message', id: ids.hex(), chat, sender, timestamp: clock.stamp(), ...content });
  }

  /** What the network tells the own devices of a message that was sent. */
  echo(receipt: Receipt): MessageEvent {
    const { id, timestamp, transactionID, replyTo } = receipt;
    const chat = refOf(this.chats.get(receipt.chatID));
    const answer = replyTo === undefined ? {} : { replyTo };
    return this.message(chat, this.self, { ...contentOf(receipt), ...answer, id, timestamp, transactionID });
  }

  get self(): Sender {
    return { id: this.id, name: this.id, isSelf: true };
  }

  /** An ID nobody has yet. */
  newID(): string {
    return this.#parts.ids.hex();
  }

  now(): number {
    return this.#parts.clock.stamp();
  }

  #again(earlier: Receipt, refusal: SendError | undefined): Receipt {
    const receipt = this.receipts.keep({ ...earlier, attempts: earlier.attempts + 1 });
    if (refusal !== undefined) throw refusal;
    return receipt;
  }

  #receipt({ chatID, transactionID, text, html, mentions, replyTo }: OutgoingMessage, file?: KeptFile): Receipt {
    return {
      id: this.newID(),
      chatID,
      transactionID,
      text,
      ...(html === undefined ? {} : { html }),
      ...(mentions === undefined ? {} : { mentions }),
      ...(replyTo === undefined ? {} : { replyTo: replyTo.id }),
      ...(file === undefined ? {} : { attachment: file }),
      timestamp: this.now(),
      attempts: 1,
      edits: 0,
    };
  }

  #answer(chat: Chat, receipt: Receipt): void {
    const { replyMs } = this.#parts;
    for (const { habit, contact } of addressees(chat, receipt)) {
      const heard: Heard = {
        receipt,
        chat: refOf(chat),
        by: senderOf(contact.id),
        nextID: () => this.newID(),
        at: (after) => this.now() + after * replyMs,
      };
      for (const { after, event } of habit?.(heard) ?? []) this.post(event, after * replyMs);
    }
  }
}

export function refOf({ id, type, title }: Chat): ChatRef {
  return { id, type, title };
}

/** In a direct chat the contact; in a group the members who are mentioned. */
function addressees({ type, memberIDs }: Chat, { mentions = [] }: Receipt): Character[] {
  return memberIDs
    .filter((id) => type === 'single' || mentions.includes(id) || mentions.includes('@room'))
    .flatMap((id) => characterOf(id) ?? []);
}
