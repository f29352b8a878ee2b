/**
 * Login sessions: durable, cancellable, limited in time (contract 2.18 and 3.3). The row and the sealed answers are in the store; the running
 * conversation is in memory and is built again from them after a restart, when somebody asks for the session.
 */

import { randomUUID } from 'node:crypto';
import { type Login, LoginError, type LoginResult } from '@partyline/connector';
import { ApiError, type LoginSession, type LoginStepInput, notFound } from '@partyline/protocol';
import type { Logger } from 'pino';
import { ConnectorCrash } from '../../runtime/connector-thread.ts';
import type { RunningConnector } from '../../runtime/running-connector.ts';
import type { Job } from '../../store/writer.ts';
import type { Vault } from '../../vault/vault.ts';
import type { AccountBook } from '../account-book.ts';
import type { BridgeDefinition } from '../bridge-definitions.ts';
import type { LoginRecord } from '../records.ts';
import { accountView, loginView } from '../views.ts';
import { type Conversation, converse } from './conversation.ts';
import { newLogin, repairedLogin } from './new-login.ts';
import { type SessionEnd, SessionOver, type SessionRow, type SessionRows } from './session-rows.ts';
import { sessionStatus } from './wire-steps.ts';

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
  /** Leaves open sessions as they are, to be taken up after the next start. */
  stop(): Promise<void>;
}

export interface LoginSessionParts {
  readonly rows: SessionRows;
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly log: Logger;
  readonly connectors: ReadonlyMap<string, RunningConnector>;
  /** How long a session waits for its person. */
  readonly patienceMs: number;
  /** Connects a login that was just made or repaired. */
  connect(loginID: string): Promise<void>;
  /** Runs a transaction. */
  write<T>(job: Job<T>): Promise<T>;
}

/** SDKs give up on an answer after 30 s and then repeat the request (contract 3.3). */
const answerWithinMs = 24_000;
const maxOpenSessions = 50;

const timedOut = { code: 'timed_out', message: 'Nobody went on with this login session in time. Start a new one.' };

interface Live {
  row: SessionRow;
  readonly conversation: Conversation;
  timer: NodeJS.Timeout;
}

export function createLoginSessions(parts: LoginSessionParts): LoginSessions {
  const { rows, book, vault, log } = parts;
  const live = new Map<string, Promise<Live>>();
  let stopping = false;

  const take = async (owner: string, bridge: BridgeDefinition, sessionID: string): Promise<SessionRow> => {
    const row = await rows.get(owner, bridge.id, sessionID);
    if (row === undefined) throw notFound('Login session');
    if (row.state !== 'open' || row.expiresAt > Date.now()) return row;
    await timeOut(row);
    return take(owner, bridge, sessionID);
  };

  /** The running conversation of an open session, taken up again after a restart. */
  const enliven = (row: SessionRow): Promise<Live> => {
    const running = live.get(row.id) ?? rows.answers(row).then((replay) => begin(row, replay));
    live.set(row.id, running);
    running.catch(() => live.delete(row.id));
    return running;
  };

  const begin = (row: SessionRow, replay: Awaited<ReturnType<SessionRows['answers']>>): Live => {
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
      await complete(row, outcome.result);
    } catch (error) {
      // Somebody else ended the session, or the server stops and takes it up after the next start.
      if (error instanceof SessionOver || stopping) return;
      log.info({ loginSessionID: row.id, bridgeID: row.bridgeID, err: error }, 'login failed');
      await finish(row, { state: 'failed', error: loginFailure(error) }).catch((late: unknown) => {
        if (!(late instanceof SessionOver)) throw late;
      });
    } finally {
      clearTimeout((await live.get(row.id)?.catch(() => undefined))?.timer);
      live.delete(row.id);
    }
  };

  /** One at a time: two sessions may sign in to the same identity. */
  const complete = async (row: SessionRow, result: LoginResult): Promise<void> => {
    const turn = completing.then(() => store(row, result));
    completing = turn.catch(() => undefined);
    await parts.connect(await turn);
  };
  let completing: Promise<unknown> = Promise.resolve();

  /** @returns the ID of the login that was made or repaired */
  const store = async (row: SessionRow, result: LoginResult): Promise<string> => {
    // Signing in to an identity that is already here repairs its login.
    const existing = book
      .logins(row.owner)
      .find((login) =>
        row.loginID === undefined
          ? login.bridgeID === row.bridgeID && login.remoteID === result.remoteID
          : login.loginID === row.loginID,
      );
    if (row.loginID !== undefined && existing === undefined)
      throw new LoginError('removed', 'This login was removed meanwhile.');
    const login = existing === undefined ? newLogin(row, result) : repairedLogin(existing, result);
    const accountIDs = login.accounts.map((account) => account.accountID);
    const also: Job<void> = async (tx) => {
      await rows.end(tx, row, { state: 'complete', loginID: login.loginID, accountIDs });
      await vault.remove(tx, row.owner, `login/${login.loginID}`);
      for (const [name, value] of Object.entries(result.secrets))
        await vault.put(tx, row.owner, `login/${login.loginID}`, name, value);
    };
    if (existing === undefined) await book.add(login, also);
    else await book.change(login.loginID, (now) => repairedLogin(now, result), also);
    return login.loginID;
  };

  const finish = (row: SessionRow, end: SessionEnd) => parts.write((tx) => rows.end(tx, row, end));

  /** @returns whether it was open until now */
  const end = async (row: SessionRow, how: SessionEnd, reason: Error): Promise<boolean> => {
    const ended = await finish(row, how).then(
      () => true,
      (error: unknown) => {
        if (error instanceof SessionOver) return false;
        throw error;
      },
    );
    const session = await live.get(row.id)?.catch(() => undefined);
    clearTimeout(session?.timer);
    await session?.conversation.abort(reason);
    live.delete(row.id);
    return ended;
  };

  const timeOut = (row: SessionRow) => end(row, { state: 'failed', error: timedOut }, new Error(timedOut.message));

  const view = (row: SessionRow, bridge: BridgeDefinition, session?: Live): LoginSession => {
    const base = { loginSessionID: row.id, bridgeID: row.bridgeID };
    const login = row.loginID === undefined ? undefined : book.login(row.owner, row.loginID);
    const step = session?.conversation.step();
    if (row.state === 'open' && step !== undefined) {
      return { ...base, status: sessionStatus(step), currentStep: step, ...loginIDs(login) };
    }
    if (row.state === 'open') throw new ApiError('UNAVAILABLE', 'The login is just ending; read the session again');
    if (row.state === 'cancelled') return { ...base, status: 'cancelled' };
    if (row.state === 'failed')
      return { ...base, status: 'failed', error: row.error ?? { code: 'failed', message: 'The login failed.' } };
    const account = login?.accounts.find((candidate) => row.accountIDs.includes(candidate.accountID));
    return {
      ...base,
      status: 'complete',
      ...loginIDs(login),
      ...(login !== undefined && { login: loginView(login, bridge) }),
      ...(login !== undefined && account !== undefined && { account: accountView(login, account, bridge) }),
    };
  };

  /** Looks at the row again when the conversation ended meanwhile. */
  const tell = async (owner: string, bridge: BridgeDefinition, session: Live): Promise<LoginSession> => {
    if (session.conversation.step() !== undefined) return view(session.row, bridge, session);
    return view(await take(owner, bridge, session.row.id), bridge);
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
        expiresAt: Date.now() + parts.patienceMs,
      };
      await rows.insert(row);
      const session = await enliven(row);
      await session.conversation.settled(answerWithinMs);
      return tell(owner, bridge, session);
    },
    async get(owner, bridge, sessionID) {
      const row = await take(owner, bridge, sessionID);
      if (row.state !== 'open') return view(row, bridge);
      return tell(owner, bridge, await enliven(row));
    },
    async submit(owner, bridge, sessionID, stepID, input) {
      const row = await take(owner, bridge, sessionID);
      if (row.state !== 'open') return view(row, bridge);
      const session = await enliven(row);
      try {
        await session.conversation.submit(stepID, input, answerWithinMs);
      } catch (error) {
        if (!(error instanceof SessionOver)) throw error;
        return view(await take(owner, bridge, sessionID), bridge);
      }
      return tell(owner, bridge, session);
    },
    async cancel(owner, bridge, sessionID) {
      for (;;) {
        const row = await take(owner, bridge, sessionID);
        if (row.state === 'cancelled') return;
        if (row.state !== 'open') throw new ApiError('CONFLICT', `The login session already ended: it is ${row.state}`);
        // What ended at this very moment is looked at again.
        if (await end(row, { state: 'cancelled' }, new Error('The login was cancelled'))) return;
      }
    },
    async stop() {
      stopping = true;
      const sessions = await Promise.all([...live.values()].map((session) => session.catch(() => undefined)));
      for (const session of sessions) {
        clearTimeout(session?.timer);
        void session?.conversation.abort(new Error('The server is stopping'));
      }
    },
  };
}

function loginIDs(login: LoginRecord | undefined) {
  const accountID = login?.accounts[0]?.accountID;
  return { ...(login !== undefined && { loginID: login.loginID }), ...(accountID !== undefined && { accountID }) };
}

function loginFailure(error: unknown): { code: string; message: string } {
  if (error instanceof LoginError) return { code: error.code, message: error.message };
  if (error instanceof ConnectorCrash)
    return { code: 'connector_crashed', message: `${error.message} Start a new login session.` };
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) };
}
