/** Signing in to the sandbox, and its accounts. */

import type { Account, AccountStatus, LoginSession } from '@partyline/protocol';
import type { Answer, Api } from './api.ts';
import { eventually } from './eventually.ts';

export const bridge = '/v1/bridges/local-sandbox';

export type Fields = Readonly<Record<string, string>>;

export function startLogin(api: Api, flowID: string, repair: Readonly<Record<string, string>> = {}) {
  return api.post<LoginSession>(`${bridge}/login-sessions`, { flowID, ...repair });
}

export function readLogin(api: Api, { loginSessionID }: LoginSession): Promise<LoginSession> {
  return api.get(`${bridge}/login-sessions/${loginSessionID}`);
}

/** Submits any step of a session. */
export function submitStep<T = LoginSession>(
  api: Api,
  { loginSessionID }: LoginSession,
  stepID: string,
  body: { readonly type: string; readonly fields?: Fields },
): Promise<Answer<T>> {
  return api.call('POST', `${bridge}/login-sessions/${loginSessionID}/steps/${stepID}`, body);
}

/** Answers the current step of a session. @throws Error when it is not taken */
export async function answer(api: Api, session: LoginSession, fields?: Fields): Promise<LoginSession> {
  const step = session.currentStep;
  if (step?.stepID === undefined) throw new Error(`There is no step: ${JSON.stringify(session)}`);
  const body = fields === undefined ? { type: step.type } : { type: step.type, fields };
  const { status, text, body: next } = await submitStep(api, session, step.stepID, body);
  if (status !== 200) throw new Error(`The step was refused with ${status}: ${text}`);
  return next;
}

export function cancelLogin<T>(api: Api, { loginSessionID }: LoginSession): Promise<Answer<T>> {
  return api.call('DELETE', `${bridge}/login-sessions/${loginSessionID}`);
}

/** Goes on with displays until the session ends. */
export async function finish(api: Api, session: LoginSession): Promise<LoginSession> {
  let now = session;
  while (now.currentStep?.type === 'display_and_wait') now = await answer(api, now);
  return now;
}

/** @throws Error when the session did not complete */
export function accountOf(session: LoginSession): Account {
  if (session.status !== 'complete' || session.account === undefined)
    throw new Error(`The login did not complete: ${JSON.stringify(session)}`);
  return session.account;
}

/** Adds an account by the form, or signs in to it again. */
export async function signIn(api: Api, username: string, fields: Fields = {}): Promise<Account> {
  const session = await startLogin(api, 'form');
  return accountOf(await finish(api, await answer(api, session, { username, password: 'any', ...fields })));
}

/** As {@link signIn}, once the account is connected. */
export async function connectedAccount(api: Api, username: string): Promise<Account> {
  const { accountID } = await signIn(api, username);
  return untilStatus(api, accountID, 'connected');
}

/** The two accounts of one login. */
export async function twoAccounts(api: Api, username: string): Promise<readonly [Account, Account]> {
  const session = await startLogin(api, 'two-accounts');
  const { loginID } = accountOf(await finish(api, await answer(api, session, { username, password: 'any' })));
  const [one, other] = (await listAccounts(api)).filter((account) => account.loginID === loginID);
  if (one === undefined || other === undefined) throw new Error('There are not two accounts');
  return [one, other];
}

export function listAccounts(api: Api): Promise<Account[]> {
  return api.get('/v1/accounts');
}

export function readAccount(api: Api, accountID: string): Promise<Account> {
  return api.get(`/v1/accounts/${accountID}`);
}

export function untilStatus(
  api: Api,
  accountID: string,
  status: AccountStatus | readonly AccountStatus[],
  limitMs?: number,
): Promise<Account> {
  const wanted = [status].flat();
  return eventually(
    () => readAccount(api, accountID),
    (account) => wanted.includes(account.status),
    limitMs,
  );
}

export function switchAccount(api: Api, accountID: string, isDisabled: boolean): Promise<Answer<Account>> {
  return api.call('PATCH', `/v1/accounts/${accountID}`, { isDisabled });
}

export function command(api: Api, accountID: string, body: unknown): Promise<unknown> {
  return api.post(`/v1/accounts/${accountID}/sandbox`, body);
}
