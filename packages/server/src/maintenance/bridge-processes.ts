/** Bridge programs that still run although no server does: they end within some seconds after it, whatever happened. */

import { MaintenanceRefusal } from './refusal.ts';

/** To be called while the data folder is locked, so that no server starts one. @throws MaintenanceRefusal `bridge_running` */
export async function requireStoppedBridges(dataDir: string, bridgeIDs?: readonly string[]): Promise<void> {
  const { runningBridges } = await import('@partyline/connector-mautrix/keeping');
  const [running] = (await runningBridges(dataDir)).filter((id) => bridgeIDs === undefined || bridgeIDs.includes(id));
  if (running === undefined) return;
  const message = `The program of ${running} is still running. It ends within ten seconds after its server; try again then.`;
  throw new MaintenanceRefusal('bridge_running', message);
}
