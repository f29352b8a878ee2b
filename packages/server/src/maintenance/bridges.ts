/** The bridges of a data folder: programs that were put there, and bridges elsewhere that were announced. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AnnouncedBridge, KeptBridge, RemoteWishes } from '@partyline/connector-mautrix/keeping';
import { prepareDataFolder } from '../store/data-folder.ts';
import { databaseFile } from '../store/store.ts';
import { requireStoppedBridges } from './bridge-processes.ts';
import { hasTable } from './database-facts.ts';
import { withOwnFolder } from './own-folder.ts';
import { MaintenanceRefusal } from './refusal.ts';

const keeping = () => import('@partyline/connector-mautrix/keeping');

export interface HeldBridge extends KeptBridge {
  /** IDs of the accounts on it, the oldest first. */
  readonly accountIDs: readonly string[];
}

export interface AddedBridge {
  /** `mautrix-whatsapp` */
  readonly name: string;
  /** `whatsapp` */
  readonly type: string;
  readonly version: string;
  /** Where the copy is. */
  readonly program: string;
}

/** Puts a bridge program where the next start of the server finds it. @throws Error in words when the file is no bridge program; nothing is changed then */
export async function addBridgeProgram(dataDir: string, path: string): Promise<AddedBridge> {
  const { addProgram, identify, programFolder } = await keeping();
  await identify(path);
  prepareDataFolder(dataDir);
  return addProgram(programFolder(dataDir), path);
}

/**
 * Announces a bridge that runs elsewhere, to the next start of the server. Announced again it keeps its tokens, so that its configuration can be looked up
 * and its address changed.
 * @throws MaintenanceRefusal `not_a_bridge`
 */
export async function addRemoteBridge(dataDir: string, wishes: RemoteWishes): Promise<AnnouncedBridge> {
  const { addRemote } = await keeping();
  prepareDataFolder(dataDir);
  try {
    return addRemote(dataDir, wishes);
  } catch (error) {
    throw new MaintenanceRefusal('not_a_bridge', error instanceof Error ? error.message : String(error));
  }
}

export async function heldBridges(dataDir: string): Promise<HeldBridge[]> {
  const { keptBridges, newPrograms } = await keeping();
  const bridges = [...keptBridges(dataDir), ...(await newPrograms(dataDir))];
  return bridges.map((bridge) => ({ ...bridge, accountIDs: accountsOn(dataDir, bridge.bridgeID) }));
}

/** @throws MaintenanceRefusal `no_such_bridge` */
export async function heldBridge(dataDir: string, bridgeID: string): Promise<HeldBridge> {
  const bridges = await heldBridges(dataDir);
  const found = bridges.find((bridge) => bridge.bridgeID === bridgeID);
  if (found !== undefined) return found;
  const known = bridges.length === 0 ? 'There is none' : `There are: ${bridges.map((one) => one.bridgeID).join(', ')}`;
  throw new MaintenanceRefusal('no_such_bridge', `No bridge in ${dataDir} is called ${bridgeID}. ${known}.`);
}

/** @returns what was removed. @throws MaintenanceRefusal `server_running`, `no_such_bridge`, `has_accounts`, `bridge_running` */
export async function removeBridge(
  dataDir: string,
  bridgeID: string,
): Promise<{ readonly removed: readonly string[] }> {
  const { forgetBridge, programFolder } = await keeping();
  return withOwnFolder(dataDir, 'remove the bridge', async () => {
    const bridge = await heldBridge(dataDir, bridgeID);
    requireNoAccounts(bridge);
    await requireStoppedBridges(dataDir, [bridgeID]);
    return { removed: forgetBridge(bridge, programFolder(dataDir)) };
  });
}

/** @throws MaintenanceRefusal `has_accounts` */
export function requireNoAccounts({ bridgeID, accountIDs }: HeldBridge): void {
  if (accountIDs.length === 0) return;
  const list = accountIDs.join(', ');
  const message = `${bridgeID} has accounts: ${list}. Remove them first, while the server runs, which also signs them out: partyline accounts remove <account>.`;
  throw new MaintenanceRefusal('has_accounts', message);
}

export interface ResetBridge {
  readonly bridge: HeldBridge;
  /** Of a bridge elsewhere: its new tokens, which keep its own old database from being used with what begins anew here. */
  readonly announced: AnnouncedBridge | undefined;
  /** Whether the bridge's own database is not here, and so is for its owner to delete. */
  readonly isElsewhere: boolean;
}

/**
 * Deletes what a bridge and its host know of each other, both together. Its accounts have to sign in again after the next start; chats and messages stay.
 * @throws MaintenanceRefusal `server_running`, `no_such_bridge`, `bridge_running`
 */
export async function resetBridge(dataDir: string, bridgeID: string): Promise<ResetBridge> {
  const { bridgeDatabase, forgetDatabases, renewTokens } = await keeping();
  return withOwnFolder(dataDir, 'reset the bridge', async () => {
    const bridge = await heldBridge(dataDir, bridgeID);
    await requireStoppedBridges(dataDir, [bridgeID]);
    // First of all: with the old tokens it would go on with rooms that are gone.
    const announced = renewTokens(bridge.folder);
    const isHere = existsSync(join(bridge.folder, bridgeDatabase));
    forgetDatabases(bridge.folder);
    return { bridge, announced, isElsewhere: !isHere && (bridge.kind === 'remote' || bridge.network !== undefined) };
  });
}

function accountsOn(dataDir: string, bridgeID: string): string[] {
  const path = join(dataDir, databaseFile);
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    if (!hasTable(database, 'accounts')) return [];
    const sql =
      'select accounts.id from accounts join logins on logins.id = accounts.login_id where logins.bridge_id = ? order by accounts.created_at';
    return database
      .prepare(sql)
      .all(bridgeID)
      .map(({ id }) => String(id));
  } finally {
    database.close();
  }
}
