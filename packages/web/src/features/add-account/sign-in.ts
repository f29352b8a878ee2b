/**
 * One login session as the app follows it (contract 2.18, 3.3): it asks the server how things stand, waits on what is displayed, hands in what the person
 * typed, and goes on by itself after the page was loaded anew or the server was away.
 */

import { APIError, type Partyline } from '@partyline/client';
import type { LoginSession } from '@partyline/protocol';
import { pauseOf } from '../../data/live.ts';
import { createStore, type Readable } from '../../data/store.ts';
import { type CookiesStep, type DisplayStep, type InputStep, isSecret, stepOf, type Values } from './field-rules.ts';
import { type Problem, problemOf } from './sign-in-problem.ts';

export type SignInState =
  | { readonly kind: 'loading'; readonly isAway: boolean }
  | Stepping
  | { readonly kind: 'complete' | 'failed'; readonly session: LoginSession }
  | { readonly kind: 'cancelled' }
  /** The server does not know it (any more). */
  | { readonly kind: 'missing' };

export interface Stepping {
  readonly kind: 'step';
  readonly session: LoginSession;
  readonly step: InputStep | CookiesStep | DisplayStep;
  /** What was typed is on its way. */
  readonly isBusy: boolean;
  /** The server cannot be reached; it is tried again by itself. */
  readonly isAway: boolean;
  /** What the server said about what was typed. */
  readonly problem: Problem | undefined;
  /** What was typed when the network asked for the same before, and was not content. */
  readonly before: Values | undefined;
}

export interface SignIn {
  readonly state: Readable<SignInState>;
  /** @returns how to stop following; the session stays open on the server */
  follow(): () => void;
  submit(fields: Values): Promise<void>;
  /** Ends it on the server. @throws APIError, APIConnectionError */
  cancel(): Promise<void>;
}

interface SignInParts {
  readonly api: Partyline;
  readonly bridgeID: string;
  readonly loginSessionID: string;
  /** Milliseconds until the try with that number, from 0. */
  readonly pause?: (tries: number) => number;
}

/** Where a server answers at once instead of waiting, it is asked once a second. */
const leastWaitMs = 1_000;

export function createSignIn({ api, bridgeID, loginSessionID, pause = pauseOf }: SignInParts): SignIn {
  const sessions = api.bridges.loginSessions;
  const state = createStore<SignInState>({ kind: 'loading', isAway: false });
  let following = new AbortController();
  let running = false;
  /** What was handed in last, but for secrets. */
  let asked: { readonly step: InputStep | CookiesStep; readonly values: Values } | undefined;

  const take = (session: LoginSession) => {
    const { status } = session;
    if (status === 'cancelled') return state.set({ kind: 'cancelled' });
    if (status === 'complete' || status === 'failed') return state.set({ kind: status, session });
    const step = stepOf(session);
    if (step === undefined) return state.set({ kind: 'loading', isAway: false });
    const now = state.get();
    if (now.kind === 'step' && !now.isBusy && !now.isAway && isSame(now.step, step)) return;
    const before = step.type !== 'display_and_wait' && asked !== undefined ? valuesBefore(asked, step) : undefined;
    state.set({ kind: 'step', session, step, isBusy: false, isAway: false, problem: undefined, before });
  };

  const away = () => {
    const now = state.get();
    if (now.kind === 'loading' || now.kind === 'step') state.set({ ...now, isAway: true });
  };

  /** Asks until the person has something to do, or it is over. */
  const run = async (signal: AbortSignal, isFresh: boolean) => {
    if (running) return;
    running = true;
    let looksOnly = !isFresh;
    for (let tries = 0; !signal.aborted; ) {
      const now = state.get();
      if (!looksOnly && !waits(now)) break;
      const startedAt = performance.now();
      try {
        const waitsOn =
          !looksOnly && now.kind === 'step' && now.step.type === 'display_and_wait' ? now.step : undefined;
        const session = await (waitsOn === undefined
          ? sessions.retrieve(loginSessionID, { bridgeID }, { signal, maxRetries: 0 })
          : sessions.steps.submit(
              waitsOn.stepID,
              { bridgeID, loginSessionID, type: 'display_and_wait' },
              { signal, maxRetries: 0 },
            ));
        if (signal.aborted) break;
        take(session);
        tries = 0;
        looksOnly = false;
        const then = state.get();
        const isUnchanged = waitsOn !== undefined && then === now;
        if (then.kind === 'loading' || isUnchanged) await rest(leastWaitMs - (performance.now() - startedAt), signal);
      } catch (error) {
        if (signal.aborted) break;
        if (looksOnly && isStatus(error, 404)) {
          state.set({ kind: 'missing' });
          break;
        }
        const isGone = !looksOnly && (isStatus(error, 404) || isStatus(error, 409));
        looksOnly = true;
        // A step that is gone says nothing about its session: that is looked at next.
        if (isGone) continue;
        away();
        await rest(pause(tries++), signal);
      }
    }
    if (!signal.aborted) running = false;
  };

  return {
    state,
    follow() {
      const mine = new AbortController();
      following = mine;
      running = false;
      void run(mine.signal, false);
      return () => mine.abort();
    },
    async submit(values) {
      const now = state.get();
      if (now.kind !== 'step' || now.isBusy || now.step.type === 'display_and_wait') return;
      const { step } = now;
      const { signal } = following;
      state.set({ ...now, isBusy: true, problem: undefined });
      asked = { step, values: withoutSecrets(step, values) };
      try {
        const body = { bridgeID, loginSessionID, type: step.type, fields: { ...values } };
        const session = await sessions.steps.submit(step.stepID, body, { signal });
        if (signal.aborted) return;
        take(session);
        await run(signal, true);
      } catch (error) {
        if (signal.aborted) return;
        if (isStatus(error, 404) || isStatus(error, 409)) await run(signal, false);
        else state.set({ ...now, problem: problemOf(error) });
      }
    },
    async cancel() {
      try {
        await sessions.cancel(loginSessionID, { bridgeID });
      } catch (error) {
        // It ended by itself.
        if (!isStatus(error, 404) && !isStatus(error, 409)) throw error;
      }
    },
  };
}

/** Whether it is the server's turn. */
const waits = (state: SignInState): boolean =>
  state.kind === 'loading' || (state.kind === 'step' && state.step.type === 'display_and_wait');

const isStatus = (error: unknown, status: number): boolean => error instanceof APIError && error.status === status;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const withoutSecrets = (step: InputStep | CookiesStep, values: Values): Values =>
  step.type === 'cookies'
    ? {}
    : Object.fromEntries(step.fields.filter((field) => !isSecret(field)).map(({ id }) => [id, values[id] ?? '']));

/** What to fill in again: not what the network itself offers otherwise now. Undefined where it asks for something else. */
function valuesBefore(
  { step, values }: { readonly step: InputStep | CookiesStep; readonly values: Values },
  next: InputStep | CookiesStep,
): Values | undefined {
  const ids = ({ fields }: InputStep | CookiesStep) => fields.map(({ id }) => id).join('\n');
  if (next.type !== step.type || ids(next) !== ids(step)) return undefined;
  const offered = new Map<string, string | undefined>();
  if (step.type === 'user_input') for (const { id, initialValue } of step.fields) offered.set(id, initialValue);
  const kept =
    next.type === 'user_input' ? next.fields.filter(({ id, initialValue }) => initialValue === offered.get(id)) : [];
  return Object.fromEntries(kept.map(({ id }) => [id, values[id] ?? '']));
}

/** Ends early when it is over. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
