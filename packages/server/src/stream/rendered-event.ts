/** An event of the log in the words of the wire (websocket.md, 3.1): serialised once, whatever the number of those who read it. */

import type { EventType } from '@partyline/protocol';
import type { StoredEvent } from '../log/log-reader.ts';

export class RenderedEvent {
  /** In the log. */
  readonly position: number;
  readonly type: EventType;
  /** In the log since: milliseconds since the epoch. */
  readonly at: number;
  /** Absent on account events. */
  readonly chatID: string | undefined;
  /** Of account events alone. */
  readonly accountID: string | undefined;
  readonly cursor: string;
  readonly #head: string;
  readonly #tail: string;
  #seq = 0;
  #frame: Buffer | undefined;
  #block: Buffer | undefined;

  /** @param body what comes after the type, as the inside of a JSON object */
  constructor(event: StoredEvent, cursor: string, body: string) {
    this.position = event.seq;
    this.at = event.at;
    this.type = event.type;
    this.chatID = 'chatID' in event ? event.chatID : undefined;
    this.accountID = accountOf(event);
    this.cursor = cursor;
    this.#head = `{"type":"${event.type}",`;
    this.#tail = `${body}}`;
  }

  /** About as many bytes. */
  get size(): number {
    return this.#tail.length;
  }

  /** As an item of `GET /v1/events`. */
  get json(): string {
    return this.#head + this.#tail;
  }

  /** As a WebSocket frame. Connections that are equally far in their own counting share the very bytes. */
  frame(seq: number): Buffer {
    if (this.#frame === undefined || this.#seq !== seq) {
      this.#seq = seq;
      this.#frame = Buffer.from(`${this.#head}"seq":${seq},${this.#tail}`);
    }
    return this.#frame;
  }

  /** As a block of an event stream (HTML Living Standard, 9.2). */
  get block(): Buffer {
    this.#block ??= Buffer.from(`id: ${this.cursor}\nevent: ${this.type}\ndata: ${this.json}\n\n`);
    return this.#block;
  }
}

function accountOf(event: StoredEvent): string | undefined {
  if ('account' in event) return event.account.accountID;
  return event.type === 'account.deleted' ? event.accountID : undefined;
}
