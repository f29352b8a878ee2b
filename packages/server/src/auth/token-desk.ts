/** Tokens of a data folder, for programs of its user on the same machine; the server may be running or not. */

import { holdsDatabase, openStore } from '../store/store.ts';
import { createTokens, type Tokens } from './tokens.ts';

export type TokenDesk = Pick<Tokens, 'create' | 'list' | 'revoke'> & { close(): Promise<void> };

/** @throws Error in words when the folder holds no Partyline database */
export async function openTokens(dataDir: string): Promise<TokenDesk> {
  if (!holdsDatabase(dataDir)) {
    throw new Error(
      `There is no Partyline in ${dataDir} yet. Start the server once, or name its folder with --data-dir.`,
    );
  }
  const store = await openStore(dataDir);
  const { create, list, revoke } = createTokens(store);
  return { create, list, revoke, close: () => store.close() };
}
