/** A server that offers the bridge to IRC, in the test's own process. */

import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../api.ts';
import { account, type Session } from '../hosting.ts';
import type { Scope } from '../scope.ts';
import { serve } from '../serve.ts';

/** The type `irc` belongs to the connector for IRC itself, so the bridge is named apart from it. */
export const bridgeID = 'local-mautrix-irc';

export interface House {
  readonly api: Api;
  readonly dataDir: string;
}

export async function openHouse(scope: Scope, program: string): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partyline-irc-bridge-'));
  mkdirSync(join(dataDir, 'bridges'));
  symlinkSync(program, join(dataDir, 'bridges', 'irc-bridge'));
  const { api } = await serve(scope, dataDir);
  return { api, dataDir };
}

export interface Form {
  readonly server: string;
  readonly nick: string;
  readonly password?: string;
}

/** Fills in the form of a new login. @returns the session, as it is after that */
export async function tryToEnter({ api }: Pick<House, 'api'>, form: Form): Promise<Session> {
  const sessions = `/v1/bridges/${bridgeID}/login-sessions`;
  const flowID = form.password === undefined ? 'server' : 'server-password';
  const { loginSessionID, currentStep } = await api.post<Session>(sessions, { flowID });
  const input = { type: 'user_input', fields: form };
  return api.post(`${sessions}/${loginSessionID}/steps/${currentStep?.stepID}`, input);
}

/** @returns the account's ID, once it is connected */
export async function enter(house: Pick<House, 'api'>, form: Form): Promise<string> {
  const { accountID, error } = await tryToEnter(house, form);
  if (accountID === undefined) throw new Error(`The login made no account: ${error?.message}`);
  await account(house, accountID, ({ status }) => status === 'connected');
  return accountID;
}

/** @returns the chat's ID, once the channel is joined */
export async function joinChannel(
  { api }: Pick<House, 'api'>,
  accountID: string,
  nick: string,
  title: string,
): Promise<string> {
  // Somebody has to be named; nobody else needs to be there.
  const group = { accountID, type: 'group', title, participantIDs: [nick.toLowerCase()] };
  return (await api.post<{ chatID: string }>('/v1/chats', group)).chatID;
}

export const addressOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;
