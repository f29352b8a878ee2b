/** The API under measurement, as the benchmarks call it to prepare and to look. */

import { token } from './partyline.ts';

export const bearer = `Bearer ${token}`;

/** @throws Error with the answer, for any that is not a success */
export async function call<T>(url: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: bearer, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} was answered ${response.status} ${text}`);
  return JSON.parse(text);
}

export async function firstAccount(url: string): Promise<string> {
  const [account] = await call<readonly { accountID: string }[]>(url, '/v1/accounts');
  if (account === undefined) throw new Error('There is no account');
  return account.accountID;
}

/** Commands the sandbox network (connectors/sandbox/README.md). */
export const command = <T>(url: string, accountID: string, body: unknown): Promise<T> =>
  call<T>(url, `/v1/accounts/${encodeURIComponent(accountID)}/sandbox`, body);

export const newestCursor = async (url: string): Promise<string> =>
  (await call<{ cursor: string }>(url, '/v1/events?since=now')).cursor;
