/** What tokens have written. */

import type { AuditEntry } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import type { Result } from '../result.ts';
import { formatTable } from '../table.ts';
import { columns, paint, printable } from '../text.ts';

export interface AuditOptions {
  /** A token's ID; `--token` is what the command itself calls with. */
  readonly by?: string;
  readonly chat?: string;
  readonly limit?: string;
}

const usualLimit = 50;
const entriesPerPage = 500;

/** The newest entries. */
export async function listAudit(options: AuditOptions, globals: Globals): Promise<Result> {
  const limit = options.limit === undefined ? usualLimit : parseLimit(options.limit);
  const items: AuditEntry[] = [];
  await withClient(globals, async ({ client }) => {
    for await (const entry of client.audit.list({ ...filterOf(options), limit: Math.min(limit, entriesPerPage) })) {
      items.push(entry);
      if (items.length === limit) return;
    }
  });
  return { document: { items }, text: table(items) };
}

/** All of it, oldest first: JSON lines, or with `--json` one array. */
export async function exportAudit(options: AuditOptions, globals: Globals): Promise<Result> {
  const items: AuditEntry[] = [];
  await withClient(globals, async ({ client }) => {
    const query = { ...filterOf(options), direction: 'after', limit: entriesPerPage } as const;
    for await (const page of (await client.audit.list(query)).iterPages()) items.push(...page.items.toReversed());
  });
  return { document: items, text: items.map((entry) => JSON.stringify(entry)).join('\n') };
}

const filterOf = ({ by, chat }: AuditOptions) => ({
  ...(by !== undefined && { tokenID: by }),
  ...(chat !== undefined && { chatID: chat }),
});

function table(items: readonly AuditEntry[]): string {
  if (items.length === 0) return 'Nothing was written yet.';
  const rows = items.map(({ at, tokenName, operation, target, result }) => ({
    cells: [local(at), printable(tokenName), operation, result, idsOf(target)],
  }));
  const titles = [
    { title: 'TIME' },
    { title: 'TOKEN', flexible: true },
    { title: 'OPERATION' },
    { title: 'RESULT' },
    { title: 'ABOUT', flexible: true },
  ];
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  return formatTable(titles, rows, width, (text, _column, row) => (row === undefined ? paint('bold', text) : text));
}

const idsOf = (target: AuditEntry['target']): string =>
  Object.entries(target)
    .map(([name, id]) => `${name} ${printable(id)}`)
    .join(', ');

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new CliError('usage', 'usage', `"${text}" is not a number of entries.`);
}

/** In the person's own time zone, to the second. */
const local = (time: string): string =>
  new Date(time).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
