/**
 * Lines that the network has to confirm. With labels each answer says what it answers; with echoes alone the echo is told by its order and content;
 * else a question behind the line tells: the server answers in order, so when it has answered that, the line was taken or refused before.
 */

import type { SendError, Sent } from '@partyline/connector';
import type { IrcMessage } from 'irc-framework';
import { refusalReason, WITHOUT_TARGET } from './numerics.ts';
import { lostWhileSending, neverConfirmed, notConnected, refused } from './send-refusal.ts';
import type { Session } from './session.ts';
import { tagged } from './tags.ts';
import { sentence } from './words.ts';

const MOST_TAKEN = 50;

export interface Request {
  readonly command: string;
  /** The people and channels a refusal may name; the first is the one it is for. */
  readonly targets: readonly [string, ...string[]];
  /** Client tags; only where the network takes them. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The text of a message, by which its echo is known; absent where there is none. */
  readonly content?: string;
}

interface Open {
  readonly targets: readonly string[];
  readonly label: string | undefined;
  readonly content: string | undefined;
  /** The network has promised to send it back. */
  readonly echoed: boolean;
  refusal?: SendError;
  /** What the echo said. */
  sent?: Sent;
  readonly settled: PromiseWithResolvers<void>;
}

export class Requests {
  readonly #session: Session;
  readonly #limitMs: number;
  readonly #open: Open[] = [];
  #count = 0;
  /** IDs of the last echoes, newest first. */
  #taken: readonly string[] = [];

  /**
   * @param limitMs for the answer to a labelled line; else for the echo, from when the server answered the question behind the line, because a
   * bouncer answers before its network does
   */
  constructor(session: Session, limitMs: number) {
    this.#session = session;
    this.#limitMs = limitMs;
    void session.ended.then(() => {
      for (const open of this.#open) open.settled.reject(lostWhileSending());
    });
  }

  /** Writes a line and resolves when the network has taken it. @throws SendError */
  async confirm(request: Request): Promise<Sent> {
    const session = this.#session;
    if (session.over) throw notConnected();
    const labelled = session.extensions.includes('labeled-response') && session.extensions.includes('batch');
    this.#count += 1;
    const open: Open = {
      targets: request.targets.map((target) => session.fold(target)),
      label: labelled ? this.#count.toString(36) : undefined,
      content: request.content,
      echoed: request.content !== undefined && session.extensions.includes('echo-message'),
      settled: Promise.withResolvers(),
    };
    this.#open.push(open);
    session.write(
      tagged(request.command, { ...(open.label === undefined ? {} : { label: open.label }), ...request.tags }),
    );
    if (open.label === undefined) void this.#ask(open);
    const limit = open.label === undefined ? undefined : rejectAfter(this.#limitMs, open);
    try {
      await open.settled.promise;
    } catch (error) {
      // A refusal or an echo that came before the loss says more.
      if (open.refusal === undefined && open.sent === undefined) throw error;
    } finally {
      clearTimeout(limit);
      this.#open.splice(this.#open.indexOf(open), 1);
    }
    if (open.refusal !== undefined) throw open.refusal;
    if (open.echoed && open.sent === undefined) {
      throw refused('not_taken', 'The network answered, but did not take it; it gave no reason.');
    }
    return open.sent ?? {};
  }

  /** Takes the echo of what was sent. `false`: it is none, somebody said it on another client. */
  takeEcho(echo: { target: string; content: string; label: string | undefined; sent: Sent }): boolean {
    const { content, label, sent } = echo;
    const target = this.#session.fold(echo.target);
    const open = this.#open.find((one) =>
      label !== undefined && one.label !== undefined
        ? one.label === label
        : one.label === undefined && one.sent === undefined && one.targets[0] === target && one.content === content,
    );
    // What we say to ourselves comes twice: as echo and as message.
    if (open === undefined) return sent.id !== undefined && this.#taken.includes(sent.id);
    open.sent = sent;
    if (sent.id !== undefined) this.#taken = [sent.id, ...this.#taken.slice(0, MOST_TAKEN - 1)];
    if (open.label === undefined && open.echoed) open.settled.resolve();
    return true;
  }

  /** Sees every line from the server. */
  line({ command, params, tags }: IrcMessage): void {
    const reason = refusalReason(command);
    if (reason === undefined) return;
    const open = this.#refusedBy(command, params, tags['label']);
    if (open === undefined) return;
    open.refusal = refused(reason, sentence('The network did not take it', params.at(-1) ?? ''));
  }

  /** The server has answered the line with this label whole. */
  answered(label: string): void {
    this.#open.find((one) => one.label === label)?.settled.resolve();
  }

  /** The oldest open line that it can be about: the server answers in order. */
  #refusedBy(command: string, params: readonly string[], label: string | undefined): Open | undefined {
    if (label !== undefined) return this.#open.find((one) => one.label === label);
    const named = params.slice(1, -1).map((name) => this.#session.fold(name));
    return this.#open.find(
      (one) =>
        one.label === undefined &&
        one.refusal === undefined &&
        one.sent === undefined &&
        (WITHOUT_TARGET.has(command) || one.targets.some((target) => named.includes(target))),
    );
  }

  async #ask(open: Open): Promise<void> {
    try {
      await this.#session.ping();
    } catch {
      // The end of the session settles it.
      return;
    }
    if (!open.echoed || open.refusal !== undefined) open.settled.resolve();
    else {
      const limit = rejectAfter(this.#limitMs, open);
      await open.settled.promise.catch(() => {});
      clearTimeout(limit);
    }
  }
}

function rejectAfter(ms: number, open: Open): NodeJS.Timeout {
  return setTimeout(() => open.settled.reject(neverConfirmed()), ms).unref();
}
