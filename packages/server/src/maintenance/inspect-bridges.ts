/** What `partyline doctor` finds of bridges. Starts none; of a program only its version is asked. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptBridge } from '@partyline/connector-mautrix/keeping';
import type { Finding } from './finding.ts';

const check = 'bridge';
const others = 0o077;

export async function inspectBridges(dataDir: string): Promise<Finding[]> {
  try {
    const { keptBridges } = await import('@partyline/connector-mautrix/keeping');
    const findings = await Promise.all(keptBridges(dataDir).map(inspect));
    return findings.flat();
  } catch (error) {
    return [{ check, level: 'fail', message: error instanceof Error ? error.message : String(error) }];
  }
}

async function inspect(bridge: KeptBridge): Promise<Finding[]> {
  const wrong = [...(await aboutProgram(bridge)), ...aboutModes(bridge), ...(await aboutDatabases(bridge))];
  if (wrong.length > 0) return wrong;
  const { bridgeID, kind, program, version, address } = bridge;
  const what = kind === 'remote' ? `runs elsewhere and dials ${address}` : `${program} ${version}`;
  return [{ check, level: 'ok', message: `${bridgeID}: ${what}` }];
}

async function aboutProgram({
  bridgeID,
  kind,
  program,
  version,
  network,
  folder,
  damage,
}: KeptBridge): Promise<Finding[]> {
  if (damage !== undefined) return [{ check, level: 'fail', message: `${bridgeID}: ${damage}` }];
  if (kind === 'remote') return [];
  if (program === undefined) {
    const message = `${bridgeID}: it is not known which program ${folder} belongs to. Start the server once, or remove it: partyline bridges remove ${bridgeID}`;
    return [{ check, level: 'warn', message }];
  }
  const { identify } = await import('@partyline/connector-mautrix/keeping');
  try {
    const found = await identify(program);
    if (network === undefined) {
      const message = `${bridgeID}: ${program} has not started yet. If the server has tried, its log says what keeps it.`;
      return [{ check, level: 'warn', message }];
    }
    if (found.version === version) return [];
    const message = `${bridgeID}: ${program} is ${found.version} now, and was ${version} when it last ran. The next start learns it anew and brings its database up to date; an older program may not be able to use it then.`;
    return [{ check, level: 'warn', message }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${bridgeID} cannot be offered: ${reason} Put the program back, or remove the bridge: partyline bridges remove ${bridgeID}`;
    return [{ check, level: 'fail', message }];
  }
}

/** What a bridge keeps is what it signs in with. */
function aboutModes({ bridgeID, folder }: KeptBridge): Finding[] {
  const isOpen = (path: string) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & others) !== 0;
  if (!isOpen(folder)) return [];
  const open = readdirSync(folder).filter((name) => isOpen(join(folder, name)));
  const files = open.length === 0 ? '' : `, and read ${open.slice(0, 3).join(', ')} in it`;
  const message = `${bridgeID}: other users of this machine can enter ${folder}${files}. Run: chmod -R go= ${folder}`;
  return [{ check, level: 'warn', message }];
}

async function aboutDatabases({ bridgeID, folder }: KeptBridge): Promise<Finding[]> {
  const { agreementOf, bridgeDatabase, hostDatabase } = await import('@partyline/connector-mautrix/keeping');
  const way = `Stop the server, then put a backup back, or begin anew with this bridge: partyline bridges reset ${bridgeID}`;
  try {
    const agreement = agreementOf(folder);
    if (agreement === undefined || agreement.strange === 0) return [];
    const { rooms, strange } = agreement;
    const why = existsSync(join(folder, hostDatabase)) ? '' : `, since ${hostDatabase} is missing`;
    const message = `${bridgeID}: ${bridgeDatabase} and ${hostDatabase} do not belong together: ${strange} of ${rooms} chats lead nowhere${why}. ${way}`;
    return [{ check, level: 'fail', message }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      { check, level: 'fail', message: `${bridgeID}: a database in ${folder} cannot be read: ${reason}. ${way}` },
    ];
  }
}
