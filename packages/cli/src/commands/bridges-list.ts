import type { HeldBridge } from '@partyline/server';
import { resolveDataDir } from '../data-dir.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import type { Result } from '../result.ts';
import { formatTable } from '../table.ts';
import { columns, paint, printable } from '../text.ts';

/** Read from the data folder: those that are not offered at the moment as well. */
export async function listHeldBridges(globals: Globals): Promise<Result> {
  const dataDir = await resolveDataDir(globals);
  const { heldBridges } = await import('@partyline/server');
  const bridges = await heldBridges(dataDir);
  const items = bridges.map(({ bridgeID, kind, network, program, version, address, port, accountIDs }) => ({
    bridgeID,
    kind,
    ...(network !== undefined && { network }),
    ...(program !== undefined && { program, version }),
    ...(address !== undefined && { address, port }),
    accountIDs,
  }));
  return { document: { items }, text: bridges.length === 0 ? none(globals) : table(bridges) };
}

const none = (globals: Globals) => `There is no bridge here. Add one: ${hint('bridges add <program>', globals)}`;

function table(bridges: readonly HeldBridge[]): string {
  const rows = bridges.map(({ bridgeID, network, program, version, address, accountIDs }) => ({
    cells: [
      bridgeID,
      network ?? 'not known yet',
      String(accountIDs.length),
      program === undefined ? `elsewhere, dials ${address ?? '?'}` : `${program} ${version}`,
    ].map(printable),
  }));
  const titles = [{ title: 'BRIDGE' }, { title: 'NETWORK', flexible: true }, { title: 'ACCOUNTS' }, { title: 'RUNS' }];
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  return formatTable(titles, rows, width, (text, _column, row) => (row === undefined ? paint('bold', text) : text));
}
