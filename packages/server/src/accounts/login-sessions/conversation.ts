/**
 * One running login: a connector's straight code on one side, a client that submits steps, repeats itself and polls on the other. It knows nothing of
 * storage; answers given before a restart are replayed to the connector without showing their steps again.
 */

import type { AskStep, CookieStep, LoginResult, ShowStep } from '@partyline/connector';
import { ApiError, type LoginStepInput, notFound } from '@partyline/protocol';
import type { LoginHandlers } from '../../runtime/running-connector.ts';
import { askStep, cookieStep, type LiveStep, readAnswers, showStep } from './wire-steps.ts';

/** One question and what the person answered. Holds secrets: stored sealed only. */
export interface Answer {
  /** The connector's name of the step. */
  readonly name: string;
  /** The step's ID in the session. */
  readonly stepID: string;
  readonly values: Readonly<Record<string, string>>;
  /** IDs of all the fields the step had, filled in or not. */
  readonly fieldIDs: readonly string[];
}

export interface ConversationOptions {
  /** Answers from before a restart, in order. */
  readonly replay: readonly Answer[];
  run(handlers: LoginHandlers, signal: AbortSignal): Promise<LoginResult>;
  /** Stores all answers so far; an answer reaches the connector only after this. */
  remember(answers: readonly Answer[]): Promise<void>;
  /** The login ended well or not. What it returns or throws is waited for before callers are told. */
  ended(outcome: { result: LoginResult } | { error: unknown }): Promise<void>;
}

export interface Conversation {
  /** What the person is to do or see now; undefined when the login ended. Telling it counts as delivered. */
  step(): LiveStep | undefined;
  /** Waits until there is something to do or see, or the login ended, or the time is over. */
  settled(limitMs: number): Promise<void>;
  /** @throws ApiError when the step is not the current one or the fields are wrong; nothing has changed then */
  submit(stepID: string, input: LoginStepInput, limitMs: number): Promise<void>;
  /** Ends the login; resolves when it has ended. */
  abort(reason: Error): Promise<void>;
}

export function converse(options: ConversationOptions): Conversation {
  const abortion = new AbortController();
  const answers: Answer[] = [];
  const replay = [...options.replay];
  /** How often each name was used, so that a repeated question gets an ID of its own. */
  const uses = new Map<string, number>();
  const shown = new Set<string>();
  let current: LiveStep | undefined = working('start', 'Starting…');
  /** The connector works and has not said what there is to do or see: `current` is the server's own. */
  let busy = true;
  let over = false;
  let question: { name: string; resolve(values: Answer['values']): void } | undefined;
  let version = 0;
  let delivered = -1;
  let watchers: (() => void)[] = [];

  const move = (next: LiveStep | undefined, isBusy = false) => {
    if (over) return;
    current = next;
    busy = isBusy;
    over = next === undefined;
    version++;
    if (next !== undefined) shown.add(next.stepID);
    const waiting = watchers;
    watchers = [];
    for (const watcher of waiting) watcher();
  };

  const freshID = (name: string) => {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return use === 1 ? name : `${name}-${use}`;
  };

  const pose = (name: string, render: (stepID: string) => LiveStep): Promise<Answer['values']> => {
    const stepID = freshID(name);
    const known = replay[0];
    if (known !== undefined && known.name === name) {
      replay.shift();
      answers.push({ ...known, stepID });
      return Promise.resolve(known.values);
    }
    // The login took another way than before the restart: the rest of what was remembered does not fit.
    replay.length = 0;
    return new Promise((resolve) => {
      question = { name, resolve };
      move(render(stepID));
    });
  };

  const handlers: LoginHandlers = {
    ask: (step: AskStep) => pose(step.stepID, (stepID) => askStep(step, stepID)),
    cookies: (step: CookieStep) => pose(step.stepID, (stepID) => cookieStep(step, stepID)),
    show(step: ShowStep) {
      if (abortion.signal.aborted) return;
      const replaces = showing === step.stepID && current?.type === 'display_and_wait';
      showing = step.stepID;
      move(showStep(step, replaces && current !== undefined ? current.stepID : freshID(step.stepID)));
    },
  };
  let showing: string | undefined;

  const until = async (condition: () => boolean, limitMs: number) => {
    const deadline = Promise.withResolvers<void>();
    const timer = setTimeout(deadline.resolve, limitMs);
    let late = false;
    void deadline.promise.then(() => {
      late = true;
    });
    while (!condition() && !late) {
      await Promise.race([new Promise<void>((resolve) => watchers.push(resolve)), deadline.promise]);
    }
    clearTimeout(timer);
  };
  const isSettled = () => !busy;

  const login = options.run(handlers, abortion.signal).then(
    (result) => options.ended({ result }),
    (error: unknown) => options.ended({ error }),
  );
  const finished = login.finally(() => move(undefined));
  finished.catch(() => undefined);

  const accept = async (step: LiveStep, input: LoginStepInput) => {
    const values = readAnswers(step, input);
    const asked = question;
    if (asked === undefined) throw stale(step.stepID);
    question = undefined;
    showing = undefined;
    const fieldIDs = step.type === 'display_and_wait' ? [] : step.fields.map((field) => field.id);
    answers.push({ name: asked.name, stepID: step.stepID, values, fieldIDs });
    move(working(`${step.stepID}-wait`, 'One moment…'), true);
    try {
      await options.remember(answers);
    } catch (error) {
      answers.pop();
      question = asked;
      move(step);
      throw error;
    }
    asked.resolve(values);
  };

  const submit: Conversation['submit'] = async (stepID, input, limitMs) => {
    const step = current;
    if (step?.stepID === stepID) {
      if (input.type !== step.type)
        throw new ApiError('CONFLICT', `Step ${stepID} is of type ${step.type}, not ${input.type}`);
      if (step.type === 'display_and_wait') {
        const seen = delivered;
        return until(() => version > seen && isSettled(), limitMs);
      }
      await accept(step, input);
      return until(isSettled, limitMs);
    }
    const past = answers.find((answer) => answer.stepID === stepID);
    if (past !== undefined && !sameAnswer(past, input)) throw stale(stepID);
    const known = past !== undefined || shown.has(stepID);
    if (!known && isSettled()) throw notFound('Step');
    const startedAt = performance.now();
    await until(isSettled, limitMs);
    // A repeat of what was submitted before, or of a display that is gone: the caller is told how things stand.
    if (known || !isSettled()) return;
    // After a restart the connector had to ask its question again first.
    return submit(stepID, input, limitMs - (performance.now() - startedAt));
  };

  return {
    step() {
      delivered = version;
      return current;
    },
    settled: (limitMs) => until(isSettled, limitMs),
    submit,
    async abort(reason) {
      abortion.abort(reason);
      await finished.catch(() => undefined);
    },
  };
}

/** What is shown while the connector works and has nothing to say: never an empty step in a waiting state (client-expectations.md, 2.5). */
function working(stepID: string, instructions: string): LiveStep {
  return { type: 'display_and_wait', stepID, display: { type: 'nothing' }, instructions };
}

function stale(stepID: string): ApiError {
  return new ApiError(
    'CONFLICT',
    `Step ${stepID} was already answered with other values. Read the session to see its current step.`,
  );
}

/** Whether a submit repeats one that was accepted; fields the step did not have do not count. */
function sameAnswer(past: Answer, input: LoginStepInput): boolean {
  return past.fieldIDs.every((id) => (input.fields?.[id] ?? '') === (past.values[id] ?? ''));
}
