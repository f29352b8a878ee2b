/** Walks a login session from step to step until it is over. */

import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ConflictError, NotFoundError, type Partyline, UnprocessableEntityError } from '@partyline/client';
import type { LoginSession, LoginStep, LoginStepInput } from '@partyline/protocol';
import { CliError, cancelled, interrupted } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text.ts';
import { answerCookies, answerInput } from './answers.ts';
import { Display } from './display.ts';
import type { GivenFields } from './given-fields.ts';
import { startWaiting } from './waiting.ts';

export interface Walk {
  readonly client: Partyline;
  readonly terminal: Terminal;
  readonly given: GivenFields;
}

type OpenStep = Exclude<LoginStep, { type: 'complete' }>;

/** A server that answers at once, without holding the call, is asked no more often than this. */
const shortestWaitMs = 1_000;

/**
 * @returns the completed session.
 * @throws CliError when the network refuses, when a field is missing, or when the person gives up. The session is cancelled on the server then.
 */
export async function walkLogin(first: LoginSession, walk: Walk): Promise<LoginSession> {
  const display = new Display(walk.terminal);
  try {
    let session = first;
    for (;;) {
      const step = openStep(session);
      if (step === undefined) return session;
      if (step.type === 'display_and_wait') display.show(step);
      else display.end();
      session = await submit(session, step, walk);
    }
  } catch (error) {
    display.end();
    await cancelQuietly(first, walk);
    if (walk.terminal.signal.aborted) throw interrupted();
    throw error;
  } finally {
    display.end();
  }
}

/** The step to answer; `undefined` when the login is complete. */
function openStep(session: LoginSession): OpenStep | undefined {
  const { status, currentStep } = session;
  if (status === 'complete' || currentStep?.type === 'complete') return undefined;
  if (status === 'failed') {
    const text = session.error ? printable(session.error.message) : 'The network gave no reason.';
    throw new CliError('failed', session.error?.code ?? 'login_failed', `The login failed: ${text}`);
  }
  if (status === 'cancelled') throw cancelled('The login was cancelled on the server.');
  if (currentStep === undefined)
    throw new CliError('failed', 'unknown_step', 'The server waits, but does not say for what.');
  const known = ['user_input', 'cookies', 'display_and_wait'];
  if (!known.includes(currentStep.type)) {
    throw new CliError(
      'failed',
      'unknown_step',
      `This login has a step of the kind "${currentStep.type}", which this version does not know.`,
    );
  }
  return currentStep;
}

async function submit(session: LoginSession, step: OpenStep, walk: Walk): Promise<LoginSession> {
  const { signal, interactive, tell } = walk.terminal;
  const body = await answer(step, walk);
  const started = Date.now();
  try {
    const next = await post(session, step, body, walk);
    const unchanged = step.type === 'display_and_wait' && isDeepStrictEqual(next.currentStep, step);
    if (unchanged) await sleep(Math.max(0, shortestWaitMs - (Date.now() - started)), undefined, { signal });
    return next;
  } catch (error) {
    if (error instanceof UnprocessableEntityError && interactive) {
      tell(printable(error.message), true);
      return session;
    }
    if (!(error instanceof NotFoundError || error instanceof ConflictError)) throw error;
    return afterMiss(session, step, error, walk);
  }
}

async function post(
  { bridgeID, loginSessionID }: LoginSession,
  { stepID, type }: OpenStep,
  body: LoginStepInput,
  { client, terminal }: Walk,
): Promise<LoginSession> {
  const { signal } = terminal;
  // What is shown for `display_and_wait` has a moving line of its own.
  const stop = type === 'display_and_wait' ? () => {} : startWaiting('Signing in (Ctrl-C cancels)', terminal);
  try {
    return await client.bridges.loginSessions.steps.submit(stepID, { bridgeID, loginSessionID, ...body }, { signal });
  } finally {
    stop();
  }
}

/** The server no longer waits for this step: perhaps the session went on by itself, as when a first answer was lost on the way. */
async function afterMiss(
  session: LoginSession,
  step: OpenStep,
  miss: Error,
  { client, terminal }: Walk,
): Promise<LoginSession> {
  const { signal } = terminal;
  const { bridgeID, loginSessionID } = session;
  const now = await client.bridges.loginSessions
    .retrieve(loginSessionID, { bridgeID }, { signal })
    .catch((error: unknown) => {
      if (error instanceof NotFoundError)
        throw new CliError(
          'failed',
          'login_expired',
          'The login took too long, and the server gave it up. Start again.',
        );
      throw error;
    });
  if (now.currentStep?.stepID === step.stepID) throw miss;
  return now;
}

async function answer(step: OpenStep, { given, terminal }: Walk): Promise<LoginStepInput> {
  switch (step.type) {
    case 'user_input':
      return { type: 'user_input', fields: await answerInput(step, given, terminal) };
    case 'cookies':
      return { type: 'cookies', fields: await answerCookies(step, given, terminal), source: 'api' };
    case 'display_and_wait':
      return { type: 'display_and_wait' };
  }
}

async function cancelQuietly({ bridgeID, loginSessionID }: LoginSession, { client }: Walk): Promise<void> {
  try {
    await client.bridges.loginSessions.cancel(loginSessionID, { bridgeID }, { timeout: 3_000, maxRetries: 0 });
  } catch {
    // It was over already, or cannot be reached and will run out of time: what is told is why the login ended.
  }
}
