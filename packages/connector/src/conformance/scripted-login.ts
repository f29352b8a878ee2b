/** The person of a login, played by the suite: fills in the real server's answers, and can cancel at any moment. */

import type { AskStep, CookieStep, InputField, LoginIO, ShowStep } from '../login-io.ts';
import type { RealServer } from './real-server.ts';
import type { Witness } from './witness.ts';

const SECRET_FIELDS: ReadonlySet<InputField['type']> = new Set(['password', 'token', '2fa_code']);
const STEP_ID = /^[a-z0-9-]{1,64}$/;

/** What a case does instead of answering; `undefined` = answer. */
export type OnAsk = (step: AskStep, asked: number) => Promise<Readonly<Record<string, string>>> | undefined;

export class ScriptedLogin implements LoginIO {
  readonly asked: AskStep[] = [];
  /** When the connector last got something to work on; `performance.now()`. */
  lastMove = performance.now();
  /** Set when a step came back after it was answered, which is how a connector says that an answer was not right. */
  askedAgain: AskStep | undefined;
  readonly #abort = new AbortController();
  readonly #server: RealServer;
  readonly #witness: Witness;
  readonly #kind: 'right' | 'wrong';
  readonly #onAsk: OnAsk;

  constructor(server: RealServer, witness: Witness, kind: 'right' | 'wrong', onAsk: OnAsk = () => undefined) {
    this.#server = server;
    this.#witness = witness;
    this.#kind = kind;
    this.#onAsk = onAsk;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  cancel(): void {
    this.#abort.abort(new Error('the person cancelled'));
  }

  async ask(step: AskStep): Promise<Readonly<Record<string, string>>> {
    this.#check(step);
    const repeated = this.asked.some((earlier) => earlier.stepID === step.stepID);
    this.asked.push(step);
    if (repeated) return this.#again(step);
    const instead = this.#onAsk(step, this.asked.length);
    const answer = await this.#orCancelled(instead ?? Promise.resolve(this.#answer(step)));
    this.lastMove = performance.now();
    return answer;
  }

  async cookies(step: CookieStep): Promise<Readonly<Record<string, string>>> {
    this.#check(step);
    throw new Error('the conformance suite walks flows without cookies only; choose another flowID');
  }

  show(step: ShowStep): void {
    this.#check(step);
    this.lastMove = performance.now();
  }

  /** Resolves never; rejects when the login is cancelled. */
  never(): Promise<never> {
    return this.#orCancelled(new Promise<never>(() => {}));
  }

  #answer(step: AskStep): Readonly<Record<string, string>> {
    const answer = this.#server.answer(this.#kind, step.stepID, step.fields);
    for (const field of step.fields) {
      const value = answer[field.id];
      if (value === undefined && field.optional !== true) {
        throw new Error(`the real server has no answer for the required field "${field.id}"`);
      }
      if (value !== undefined && SECRET_FIELDS.has(field.type)) this.#witness.secret(value);
    }
    return answer;
  }

  /** The suite knows no better answer, so it notes the question and gives up as a person would. */
  #again(step: AskStep): Promise<never> {
    if ((step.instructions ?? '').trim() === '')
      this.#witness.problem(`asked "${step.stepID}" again without instructions`);
    this.askedAgain = step;
    const refusal = this.never();
    this.cancel();
    return refusal;
  }

  #check(step: AskStep | CookieStep | ShowStep): void {
    this.#witness.crossed(`step ${step.stepID}`, step);
    if (!STEP_ID.test(step.stepID)) this.#witness.problem(`the step ID "${step.stepID}" does not match ${STEP_ID}`);
  }

  async #orCancelled<T>(work: Promise<T>): Promise<T> {
    const cancelled = Promise.withResolvers<never>();
    const onAbort = () => cancelled.reject(this.signal.reason);
    if (this.signal.aborted) onAbort();
    this.signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([work, cancelled.promise]);
    } finally {
      this.signal.removeEventListener('abort', onAbort);
    }
  }
}
