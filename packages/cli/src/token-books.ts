/** Where access tokens are kept: in the data folder of this machine, or at a server elsewhere, over its API. */

import { type Partyline, UnprocessableEntityError } from '@partyline/client';
import { type AccessToken, ApiError } from '@partyline/protocol';
import type { TokenDesk, TokenInfo } from '@partyline/server';
import { withClient } from './access.ts';
import { resolveDataDir } from './data-dir.ts';
import { CliError } from './exit.ts';
import type { Globals } from './globals.ts';
import { offered } from './not-offered.ts';
import { usualServer } from './sign-in/stored-token.ts';
import { withDataFolder } from './target.ts';

export type TokenBook = Pick<TokenDesk, 'accounts' | 'create' | 'list' | 'revoke'>;

/**
 * Whoever owns the data folder needs no token, and no running server. A server that is named and is not that of the folder is asked over the API: else
 * its tokens would be taken for those of this one.
 *
 * @throws CliError 3 without a token for a server elsewhere, 5 for a policy that names what is not there
 */
export async function withTokens<T>(globals: Globals, use: (book: TokenBook) => Promise<T>): Promise<T> {
  try {
    if (await isElsewhere(globals)) return await withClient(globals, ({ client }) => use(overAPI(client)));
    return await inFolder(await resolveDataDir(globals), use);
  } catch (error) {
    const isRefused = error instanceof UnprocessableEntityError;
    const isInvalid = error instanceof ApiError && error.code === 'VALIDATION_ERROR';
    throw isRefused || isInvalid ? new CliError('nothingMatched', 'nothing_matched', error.message) : error;
  }
}

async function isElsewhere(globals: Globals): Promise<boolean> {
  const { url, urlFrom, dataDir } = globals;
  if (url !== undefined && (urlFrom === '--url' || dataDir === undefined))
    return !URL.canParse(url) || (await withDataFolder(url, globals)).dataDir === undefined;
  if (dataDir !== undefined || (await usualServer()) === undefined) return false;
  const { holdsDatabase } = await import('@partyline/server');
  return !holdsDatabase(await resolveDataDir(globals));
}

async function inFolder<T>(dataDir: string, use: (book: TokenBook) => Promise<T>): Promise<T> {
  const { openTokens } = await import('@partyline/server');
  const desk = await openTokens(dataDir);
  try {
    return await use(desk);
  } finally {
    await desk.close();
  }
}

const overAPI = (client: Partyline): TokenBook => {
  const list = async () => (await offered('lists tokens', client.tokens.list())).items.map(infoOf);
  return {
    list,
    async accounts() {
      const accounts = await client.accounts.list();
      return accounts.map(({ accountID, network, user }) => ({ accountID, network: network ?? '', user }));
    },
    create: ({ name, scopes, expiresAt, policy }) =>
      offered(
        'makes tokens',
        client.tokens.create({
          name,
          scopes: [...scopes],
          ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
          ...(policy !== undefined && { policy }),
        }),
      ),
    async revoke(idOrName) {
      const found = (await list()).filter(({ id, name }) => id === idOrName || name === idOrName);
      for (const { id } of found) await client.tokens.revoke(id);
      return found.length;
    },
  };
};

const infoOf = ({ createdAt, expiresAt, lastUsedAt, policy, clientID, ...token }: AccessToken): TokenInfo => ({
  ...token,
  policy,
  clientID,
  createdAt: new Date(createdAt),
  expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
  lastUsedAt: lastUsedAt === undefined ? undefined : new Date(lastUsedAt),
});
