/** What every other part stands on: the data folder, which is locked, the store, the vault, and who may come in. */

import type { Logger } from 'pino';
import { type Audit, createAudit } from '../auth/audit.ts';
import { openSignIn, type SignIn } from '../auth/sign-in.ts';
import { createTokens, type Tokens } from '../auth/tokens.ts';
import type { Settings } from '../config/settings.ts';
import { createLogger } from '../diagnostics/logger.ts';
import { lockDataFolder, prepareDataFolder } from '../store/data-folder.ts';
import { holdsDatabase, openStore, type WholeStore } from '../store/store.ts';
import { loadKey, makeKeyFile } from '../vault/key.ts';
import { openVault, type Vault } from '../vault/vault.ts';

export interface Ground {
  readonly settings: Settings;
  readonly log: Logger;
  readonly store: WholeStore;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly tokens: Tokens;
  readonly signIn: SignIn;
  /** Whoever opens something puts its end here: what was opened last ends first. */
  readonly opened: AsyncDisposableStack;
}

/** @throws Error in words: another server has the data folder, its key is missing or wrong, a newer release wrote it */
export async function openGround(settings: Settings, opened: AsyncDisposableStack): Promise<Ground> {
  const { dataDir, masterKey } = settings;
  const log = createLogger(settings);
  prepareDataFolder(dataDir);
  const unlock = lockDataFolder(dataDir);
  opened.defer(unlock);
  if (masterKey === undefined && !holdsDatabase(dataDir)) makeKeyFile(dataDir);
  const key = loadKey(dataDir, masterKey);
  const store = await openStore(dataDir);
  opened.defer(() => store.close());
  const vault = await openVault(store, key);
  const audit = createAudit(store, settings.auditDays, log);
  opened.defer(() => audit.stop());
  const tokens = createTokens(store);
  await tokens.fix('PARTYLINE_ACCESS_TOKEN', settings.accessToken);
  const signIn = await openSignIn(store, tokens, settings);
  return { settings, log, store, vault, audit, tokens, signIn, opened };
}
