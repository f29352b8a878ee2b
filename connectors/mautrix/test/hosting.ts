/** A server that offers the double, in the test's own process. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, eventually } from './api.ts';
import { installDouble } from './double-program.ts';
import { type Network, startNetwork } from './network.ts';
import type { Scope } from './scope.ts';
import { serve } from './serve.ts';

export interface Hosting {
  readonly api: Api;
  readonly network: Network;
  readonly dataDir: string;
  readonly restart: () => Promise<Hosting>;
  readonly close: () => Promise<void>;
}

export interface HostingOptions {
  readonly dataDir?: string;
  readonly network?: Network;
  /** Laid over the double's own settings. */
  readonly settings?: object;
}

export async function startHosting(scope: Scope, options: HostingOptions = {}): Promise<Hosting> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'partyline-bridge-'));
  const network = options.network ?? (await startNetwork(scope));
  installDouble(join(dataDir, 'bridges'), network.url, options.settings);
  const { api, server } = await serve(scope, dataDir);
  return {
    api,
    network,
    dataDir,
    close: () => server.close(),
    async restart() {
      await server.close();
      return startHosting(scope, { ...options, dataDir, network });
    },
  };
}

export interface Account {
  readonly accountID: string;
  readonly status: string;
  readonly statusText?: string;
  readonly user: { readonly id: string; readonly fullName?: string; readonly phoneNumber?: string };
}

export interface Session {
  readonly loginSessionID: string;
  readonly status: string;
  readonly accountID?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly currentStep?: {
    readonly type: string;
    readonly stepID: string;
    readonly display?: { readonly type: string; readonly data?: string };
    readonly fields?: readonly { readonly id: string }[];
  };
}

const sessionsOf = (bridgeID = 'local-double') => `/v1/bridges/${bridgeID}/login-sessions`;

export const startSession = ({ api }: Hosting, flowID: string, bridgeID?: string): Promise<Session> =>
  api.post(sessionsOf(bridgeID), { flowID });

export const readSession = ({ api }: Hosting, { loginSessionID }: Session): Promise<Session> =>
  api.get(`${sessionsOf()}/${loginSessionID}`);

export const submit = (
  { api }: Hosting,
  { loginSessionID, currentStep }: Session,
  input: object,
  bridgeID?: string,
): Promise<Session> => api.post(`${sessionsOf(bridgeID)}/${loginSessionID}/steps/${currentStep?.stepID}`, input);

export const fillIn = (hosting: Hosting, session: Session, fields: object, bridgeID?: string): Promise<Session> =>
  submit(hosting, session, { type: 'user_input', fields }, bridgeID);

/** Signs somebody in and waits until the account is connected. @returns the account's ID */
export async function signIn(hosting: Hosting, username: string, bridgeID = 'local-double'): Promise<string> {
  const start = await startSession(hosting, 'password', bridgeID);
  const { accountID } = await fillIn(hosting, start, { username, password: 'secret' }, bridgeID);
  if (accountID === undefined) throw new Error('The login made no account');
  await account(hosting, accountID, ({ status }) => status === 'connected');
  return accountID;
}

/** Signs somebody in to an account that is there, and waits until it is connected. */
export async function signInAgain(hosting: Hosting, accountID: string, username: string): Promise<void> {
  const start = await hosting.api.post<Session>(sessionsOf(), { flowID: 'password', accountID });
  await fillIn(hosting, start, { username, password: 'secret' });
  await account(hosting, accountID, ({ status }) => status === 'connected');
}

/** The account, once it is as it should be. */
export async function account(
  { api }: Pick<Hosting, 'api'>,
  accountID: string,
  holds: (account: Account) => boolean,
): Promise<Account> {
  const read = () => api.get<Account[]>('/v1/accounts');
  const all = await eventually(
    read,
    (accounts) => accounts.some((one) => one.accountID === accountID && holds(one)),
    10_000,
  );
  const found = all.find((one) => one.accountID === accountID);
  if (found === undefined) throw new Error('no such account');
  return found;
}

export interface Chat {
  readonly id: string;
  readonly accountID: string;
  readonly title: string;
  readonly type: string;
  readonly isReadOnly?: boolean;
  readonly capabilities?: { readonly reply?: number };
  readonly participants: {
    readonly items: readonly {
      readonly id: string;
      readonly fullName?: string;
      readonly phoneNumber?: string;
      readonly isSelf?: boolean;
    }[];
  };
}

export interface Message {
  readonly id: string;
  readonly text?: string;
  readonly senderID: string;
  readonly isSender?: boolean;
  readonly isDeleted?: boolean;
  readonly editedTimestamp?: string;
  readonly linkedMessageID?: string;
  readonly pendingMessageID?: string;
  readonly reactions?: readonly { readonly reactionKey: string; readonly participantID: string }[];
  readonly attachments?: readonly { readonly srcURL?: string; readonly fileName?: string }[];
  readonly sendStatus?: { readonly status: string; readonly reason?: string; readonly message?: string };
}

/** The chats, once they are as they should be. */
export const chats = ({ api }: Pick<Hosting, 'api'>, holds: (chats: readonly Chat[]) => boolean): Promise<Chat[]> =>
  eventually(async () => (await api.get<{ items: Chat[] }>('/v1/chats?limit=200')).items, holds, 30_000);

/** The messages of a chat, oldest first, once they are as they should be. */
export const messages = (
  { api }: Pick<Hosting, 'api'>,
  chatID: string,
  holds: (messages: readonly Message[]) => boolean,
): Promise<Message[]> =>
  eventually(
    async () =>
      (await api.get<{ items: Message[] }>(`/v1/chats/${encodeURIComponent(chatID)}/messages`)).items.toReversed(),
    holds,
    10_000,
  );
