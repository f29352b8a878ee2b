import type { Bridge } from '@partyline/protocol';
import { withClient } from '../access.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import type { Result } from '../result.ts';
import { formatTable } from '../table.ts';
import { columns, paint, printable, wrap } from '../text.ts';

/** The networks of which accounts can be added. */
export async function listBridges(globals: Globals): Promise<Result> {
  const list = await withClient(globals, ({ client }) => client.bridges.list());
  return { document: list, text: bridgesTable(list.items, globals) };
}

function bridgesTable(bridges: readonly Bridge[], globals: Globals): string {
  if (bridges.length === 0) return 'This server offers no network.';
  const rows = bridges.map((bridge) => ({
    cells: [bridge.id, bridge.displayName, String(bridge.activeAccountCount), bridge.status].map(printable),
    below: bridge.statusText ? wrap(printable(bridge.statusText), columns(), '    ') : '',
  }));
  const titles = [
    { title: 'BRIDGE' },
    { title: 'NETWORK', flexible: true },
    { title: 'ACCOUNTS' },
    { title: 'STATUS' },
  ];
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  const table = formatTable(titles, rows, width, (text, _column, row) =>
    row === undefined ? paint('bold', text) : text,
  );
  return `${table}\n\nAdd an account: ${hint(`accounts add ${bridges[0]?.id}`, globals)}`;
}
