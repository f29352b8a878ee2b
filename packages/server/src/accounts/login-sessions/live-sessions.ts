/** The sessions whose conversation runs in memory: begun, taken up after a restart, ended by their time limit or by hand. */

import { type Login, LoginError, type LoginResult } from '@partyline/connector';
import { ApiError } from '@partyline/protocol';
import type { Logger } from 'pino';
import { ConnectorCrash } from '../../runtime/connector-thread.ts';
import type { RunningConnector } from '../../runtime/running-connector.ts';
import type { Job } from '../../store/writer.ts';
import type { Vault } from '../../vault/vault.ts';
import type { AccountBook } from '../account-book.ts';
import type { Complete } from './completion.ts';
import { type Answer, type Conversation, converse } from './conversation.ts';
import { type SessionEnd, type SessionError, SessionOver, type SessionRow, type SessionRows } from './session-rows.ts';

export interface LiveSessionParts {
  readonly rows: SessionRows;
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly log: Logger;
  readonly connectors: ReadonlyMap<string, RunningConnector>;
  /** How long a session waits for its person. */
  readonly patienceMs: number;
  /** Runs a transaction. */
  write<T>(job: Job<T>): Promise<T>;
  readonly complete: Complete;
}

export interface LiveSessions {
  /** The running conversation of an open session, taken up again if need be. @throws SessionOver when it is not open any more */
  of(row: SessionRow): Promise<Conversation>;
  /** Ends a session that may be open. @returns whether it was open until now */
  end(row: SessionRow, how: SessionEnd, reason: Error): Promise<boolean>;
  timeOut(row: SessionRow): Promise<boolean>;
  /** Ends what ran out of time while the server was off, now and every minute: sealed answers must not outlive their session. */
  start(): Promise<void>;
  /** Ends the conversations and leaves their sessions open, to be taken up after the next start. */
  stop(): Promise<void>;
}

export const timedOut: SessionError = {
  code: 'timed_out',
  message: 'Nobody went on with this login session in time. Start a new one.',
};

const sweepEveryMs = 60_000;

interface Live {
  row: SessionRow;
  readonly conversation: Conversation;
  timer: NodeJS.Timeout;
}

export function createLiveSessions(parts: LiveSessionParts): LiveSessions {
  const { rows, book, vault, log } = parts;
  const live = new Map<string, Promise<Live>>();
  let stopping = false;

  const begin = async (row: SessionRow): Promise<Live> => {
    const replay = await rows.answers(row);
    // Somebody may have read the row just before it ended.
    const now = await rows.get(row.owner, row.bridgeID, row.id);
    if (now?.state !== 'open') throw new SessionOver('The login session is no longer open');
    return start(now, replay);
  };

  const start = (row: SessionRow, replay: readonly Answer[]): Live => {
    const connector = parts.connectors.get(row.bridgeID);
    if (connector === undefined) throw new ApiError('CONFLICT', 'That network is not switched on in this server');
    const conversation = converse({
      replay,
      run: async (handlers, signal) => connector.login(row.flowID, await previousLogin(row), handlers, signal),
      remember: (answers) => rows.remember(row, answers, extend(session)),
      ended: (outcome) => settle(row, outcome),
    });
    const session: Live = { row, conversation, timer: setTimeout(() => {}, 0) };
    arm(session);
    return session;
  };

  /** @returns the new time limit */
  const extend = (session: Live): number => {
    session.row = { ...session.row, expiresAt: Date.now() + parts.patienceMs };
    arm(session);
    return session.row.expiresAt;
  };

  const arm = (session: Live) => {
    clearTimeout(session.timer);
    session.timer = setTimeout(() => {
      timeOut(session.row).catch((error: unknown) => log.error({ err: error }, 'a login session could not be ended'));
    }, session.row.expiresAt - Date.now());
  };

  const previousLogin = async (row: SessionRow): Promise<Login | undefined> => {
    const login = row.loginID === undefined ? undefined : book.login(row.owner, row.loginID);
    if (login === undefined) return undefined;
    const secrets = await vault.open(row.owner, `login/${login.loginID}`);
    return { loginID: login.loginID, remoteID: login.remoteID, settings: login.settings, secrets };
  };

  /** The connector's code came to its end. */
  const settle = async (row: SessionRow, outcome: { result: LoginResult } | { error: unknown }): Promise<void> => {
    try {
      if ('error' in outcome) throw outcome.error;
      await parts.complete(row, outcome.result);
    } catch (error) {
      // Somebody else ended the session, or the server stops and takes it up after the next start.
      if (error instanceof SessionOver || stopping) return;
      const failure = loginFailure(error);
      const isFailure = await finish(row, { state: 'failed', error: failure });
      if (isFailure) log.info({ loginSessionID: row.id, bridgeID: row.bridgeID, ...failure }, 'login failed');
      if (isFailure && failure.code === unforeseen) log.warn({ err: error }, 'a connector threw what it should not');
    } finally {
      clearTimeout((await live.get(row.id)?.catch(() => undefined))?.timer);
      live.delete(row.id);
    }
  };

  /** @returns whether it was open until now */
  const finish = (row: SessionRow, end: SessionEnd): Promise<boolean> =>
    parts
      .write((tx) => rows.end(tx, row, end))
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof SessionOver) return false;
          throw error;
        },
      );

  const end: LiveSessions['end'] = async (row, how, reason) => {
    const ended = await finish(row, how);
    const session = await live.get(row.id)?.catch(() => undefined);
    clearTimeout(session?.timer);
    await session?.conversation.abort(reason);
    live.delete(row.id);
    return ended;
  };

  const timeOut = (row: SessionRow) => end(row, { state: 'failed', error: timedOut }, new Error(timedOut.message));

  let sweeper: NodeJS.Timeout | undefined;

  return {
    async start() {
      await rows.sweep(Date.now(), timedOut);
      sweeper = setInterval(() => {
        rows
          .sweep(Date.now(), timedOut)
          .catch((error: unknown) => log.error({ err: error }, 'login sessions were not swept'));
      }, sweepEveryMs).unref();
    },
    async of(row) {
      const running = live.get(row.id) ?? begin(row);
      live.set(row.id, running);
      running.catch(() => live.delete(row.id));
      return (await running).conversation;
    },
    end,
    timeOut,
    async stop() {
      stopping = true;
      clearInterval(sweeper);
      const sessions = await Promise.all([...live.values()].map((session) => session.catch(() => undefined)));
      for (const session of sessions) {
        clearTimeout(session?.timer);
        void session?.conversation.abort(new Error('The server is stopping'));
      }
    },
  };
}

/** Neither a refusal of the network nor the end of the thread. */
const unforeseen = 'failed';

function loginFailure(error: unknown): SessionError {
  if (error instanceof LoginError) return { code: error.code, message: error.message };
  if (error instanceof ConnectorCrash)
    return { code: 'connector_crashed', message: `${error.message} Start a new login session.` };
  return { code: unforeseen, message: error instanceof Error ? error.message : String(error) };
}
