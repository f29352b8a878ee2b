/** A server that offers the rehearsal, in the test's own process. */

import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../api.ts';
import { account, type Session } from '../hosting.ts';
import type { Scope } from '../scope.ts';
import { serve } from '../serve.ts';
import { type RehearsedNetwork, startRehearsedNetwork } from './network.ts';

export interface Stage {
  readonly api: Api;
  readonly network: RehearsedNetwork;
  readonly dataDir: string;
  readonly restart: () => Promise<Stage>;
}

export interface StageOptions {
  readonly program: string;
  readonly dataDir?: string;
  readonly network?: RehearsedNetwork;
  /** Laid over the rehearsal's own section of its settings. */
  readonly settings?: object;
}

export async function startStage(scope: Scope, options: StageOptions): Promise<Stage> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'partyline-framework-'));
  const network = options.network ?? (await startRehearsedNetwork(scope));
  const folder = join(dataDir, 'bridges');
  const file = join(folder, 'mautrix-rehearsal');
  if (options.dataDir === undefined) {
    mkdirSync(folder);
    symlinkSync(options.program, file);
    const section = { control: network.address, ...options.settings };
    writeFileSync(`${file}.json`, JSON.stringify({ network: section }));
  }
  const { api, server } = await serve(scope, dataDir);
  return {
    api,
    network,
    dataDir,
    async restart() {
      await server.close();
      return startStage(scope, { ...options, dataDir, network });
    },
  };
}

const sessions = '/v1/bridges/local-rehearsal/login-sessions';

export const begin = ({ api }: Pick<Stage, 'api'>, flowID: string, more: object = {}): Promise<Session> =>
  api.post(sessions, { flowID, ...more });

export const look = ({ api }: Pick<Stage, 'api'>, { loginSessionID }: Session): Promise<Session> =>
  api.get(`${sessions}/${loginSessionID}`);

export const hand = ({ api }: Pick<Stage, 'api'>, session: Session, input: object): Promise<Session> =>
  api.post(`${sessions}/${session.loginSessionID}/steps/${session.currentStep?.stepID}`, input);

export const fill = (stage: Pick<Stage, 'api'>, session: Session, fields: object): Promise<Session> =>
  hand(stage, session, { type: 'user_input', fields });

/** Signs somebody in and waits until the account is connected. @returns the account's ID */
export async function enter(stage: Stage, username: string): Promise<string> {
  const { accountID, error } = await fill(stage, await begin(stage, 'password'), { username, password: 'secret' });
  if (accountID === undefined) throw new Error(`The login made no account: ${error?.message}`);
  await account(stage, accountID, ({ status }) => status === 'connected');
  return accountID;
}

/** The path of a chat, and of what is below it. */
export const at = (chatID: string, ...rest: string[]): string =>
  ['/v1/chats', ...[chatID, ...rest].map(encodeURIComponent)].join('/');
