/** Tokens and passphrase of a data folder, for programs of its user on the same machine; the server may be running or not. */

import type { User } from '@partyline/protocol';
import { holdsDatabase, openStore } from '../store/store.ts';
import { choosePassphrase, forgetPassphrase, isClaimed } from './owner/owner-desk.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** What the data folder says of an account. */
export interface StoredAccount {
  readonly accountID: string;
  /** Display name of the network. */
  readonly network: string;
  /** The account's own identity. */
  readonly user: User;
}

export interface TokenDesk extends Pick<Tokens, 'create' | 'list' | 'revoke'> {
  /** For policies, which name them. */
  accounts(): Promise<StoredAccount[]>;
  /** Whether there is a passphrase. */
  isClaimed(): Promise<boolean>;
  /** Sets the first passphrase; a running server lets people in with it at once. @returns what is wrong with it; undefined when it is set */
  claim(passphrase: string): Promise<string | undefined>;
  /** Ends the owner's sessions as well; the next start shows a link to choose another. @returns whether there was a passphrase */
  forgetPassphrase(): Promise<boolean>;
  close(): Promise<void>;
}

/** @throws Error in words when the folder holds no Partyline database */
export async function openTokens(dataDir: string): Promise<TokenDesk> {
  if (!holdsDatabase(dataDir)) {
    throw new Error(
      `There is no Partyline in ${dataDir} yet. Start the server once, or name its folder with --data-dir.`,
    );
  }
  const store = await openStore(dataDir);
  const { create, list, revoke } = createTokens(store);
  return {
    create,
    list,
    revoke,
    async accounts() {
      const rows = await store.read
        .selectFrom('accounts')
        .select(['id', 'network', 'profile'])
        .orderBy('created_at')
        .execute();
      return rows.map(({ id, network, profile }) => ({ accountID: id, network, user: JSON.parse(profile) }));
    },
    isClaimed: () => isClaimed(store),
    claim: (passphrase) => choosePassphrase(store, passphrase),
    forgetPassphrase: () => forgetPassphrase(store),
    close: () => store.close(),
  };
}
