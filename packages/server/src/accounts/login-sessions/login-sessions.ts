/**
 * Login sessions: durable, cancellable, limited in time (contract 2.18 and 3.3). The row and the sealed answers are in the store; the running
 * conversation is in memory and is built again from them after a restart, when somebody asks for the session.
 */

import { randomUUID } from 'node:crypto';
import { ApiError, type LoginSession, type LoginStepInput, notFound } from '@partyline/protocol';
import type { AccountBook } from '../account-book.ts';
import type { BridgeDefinition } from '../bridge-definitions.ts';
import type { LoginRecord } from '../records.ts';
import type { Conversation } from './conversation.ts';
import { type LiveSessions, timedOut } from './live-sessions.ts';
import { SessionOver, type SessionRow, type SessionRows } from './session-rows.ts';
import { sessionView } from './session-view.ts';

export interface LoginSessions {
  /** @param repair the login to sign in to again; absent for a new one. @throws ApiError when no more logins are possible */
  create(
    owner: string,
    bridge: BridgeDefinition,
    flowID: string | undefined,
    repair: LoginRecord | undefined,
  ): Promise<LoginSession>;
  get(owner: string, bridge: BridgeDefinition, sessionID: string): Promise<LoginSession>;
  submit(
    owner: string,
    bridge: BridgeDefinition,
    sessionID: string,
    stepID: string,
    input: LoginStepInput,
  ): Promise<LoginSession>;
  /** Cancelling what is cancelled is fine; a session that ended otherwise is a conflict. */
  cancel(owner: string, bridge: BridgeDefinition, sessionID: string): Promise<void>;
}

export interface LoginSessionParts {
  readonly rows: SessionRows;
  readonly book: AccountBook;
  readonly live: LiveSessions;
  /** How long a session waits for its person. */
  readonly patienceMs: number;
}

/** SDKs give up on an answer after 30 s and then repeat the request (contract 3.3). */
const answerWithinMs = 24_000;
const maxOpenSessions = 50;

export function createLoginSessions({ rows, book, live, patienceMs }: LoginSessionParts): LoginSessions {
  const take = async (owner: string, bridge: BridgeDefinition, sessionID: string): Promise<SessionRow> => {
    const row = await rows.get(owner, bridge.id, sessionID);
    if (row === undefined) throw notFound('Login session');
    if (row.state !== 'open' || row.expiresAt > Date.now()) return row;
    await live.timeOut(row);
    return take(owner, bridge, sessionID);
  };

  /** Does something in the conversation of an open session, then tells how the session stands. */
  const converseThenTell = async (
    row: SessionRow,
    bridge: BridgeDefinition,
    act: (conversation: Conversation) => Promise<void>,
  ): Promise<LoginSession> => {
    try {
      const conversation = await live.of(row);
      await act(conversation);
      const step = conversation.step();
      if (step !== undefined) return sessionView(book, row, bridge, step);
    } catch (error) {
      if (!(error instanceof SessionOver)) throw error;
    }
    return sessionView(book, await take(row.owner, bridge, row.id), bridge);
  };

  return {
    async create(owner, bridge, flowID, repair) {
      const flows = bridge.manifest.loginFlows;
      const flow = flowID === undefined ? flows[0] : flows.find((candidate) => candidate.id === flowID);
      if (flow === undefined) throw notFound('Login flow');
      await rows.sweep(Date.now(), timedOut);
      if ((await rows.countOpen(owner)) >= maxOpenSessions) {
        throw new ApiError(
          'RATE_LIMITED',
          'Too many login sessions are open. Finish or cancel some, or wait until they run out.',
        );
      }
      const row: SessionRow = {
        id: `ls_${randomUUID()}`,
        owner,
        bridgeID: bridge.id,
        flowID: flow.id,
        loginID: repair?.loginID,
        state: 'open',
        accountIDs: [],
        error: undefined,
        expiresAt: Date.now() + patienceMs,
      };
      await rows.insert(row);
      return converseThenTell(row, bridge, (conversation) => conversation.settled(answerWithinMs));
    },
    async get(owner, bridge, sessionID) {
      const row = await take(owner, bridge, sessionID);
      if (row.state !== 'open') return sessionView(book, row, bridge);
      return converseThenTell(row, bridge, async () => {});
    },
    async submit(owner, bridge, sessionID, stepID, input) {
      const row = await take(owner, bridge, sessionID);
      if (row.state !== 'open') return sessionView(book, row, bridge);
      return converseThenTell(row, bridge, (conversation) => conversation.submit(stepID, input, answerWithinMs));
    },
    async cancel(owner, bridge, sessionID) {
      for (;;) {
        const row = await take(owner, bridge, sessionID);
        if (row.state === 'cancelled') return;
        if (row.state !== 'open') throw new ApiError('CONFLICT', `The login session already ended: it is ${row.state}`);
        // What ended at this very moment is looked at again.
        if (await live.end(row, { state: 'cancelled' }, new Error('The login was cancelled'))) return;
      }
    },
  };
}
