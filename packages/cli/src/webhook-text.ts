/** Webhooks as people read them. */

import type { DeadLetter, Webhook, WebhookAttempt } from '@partyline/protocol';
import type { Globals } from './globals.ts';
import { hint } from './hint.ts';
import { formatTable } from './table.ts';
import { columns, paint, printable, wrap } from './text.ts';

export function webhooksTable(webhooks: readonly Webhook[], globals: Globals): string {
  if (webhooks.length === 0)
    return `No webhooks yet. Add one:\n\n  ${hint('webhooks add https://example.org/hook', globals)}`;
  const rows = webhooks.map((webhook) => ({
    cells: [webhook.id, printable(webhook.url), webhook.health.state],
    below: [
      printable(webhook.description ?? ''),
      webhook.tokenName === undefined ? '' : `of the token ${printable(webhook.tokenName)}`,
      ...filtersOf(webhook),
      ...troubleOf(webhook, globals),
    ]
      .filter((line) => line !== '')
      .map((line) => wrap(line, columns(), '    '))
      .join('\n'),
  }));
  return table([{ title: 'WEBHOOK' }, { title: 'ADDRESS', flexible: true }, { title: 'STATE' }], rows);
}

export function deadLettersTable(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return 'No dead letters.';
  const rows = letters.map(({ id, type, chatID, accountID, ts, failedAt, attempts, error }) => ({
    cells: [id, type, printable(chatID ?? accountID ?? ''), local(ts)],
    below: wrap(`given up ${local(failedAt)} after ${attempts} tries: ${printable(error)}`, columns(), '    '),
  }));
  return table([{ title: 'ID' }, { title: 'EVENT' }, { title: 'ABOUT', flexible: true }, { title: 'TIME' }], rows);
}

export function attemptsTable(attempts: readonly WebhookAttempt[]): string {
  if (attempts.length === 0) return 'Nothing was posted yet.';
  const rows = attempts.map((attempt) => ({
    cells: [local(attempt.at), attempt.type, attempt.kind, outcomeOf(attempt)],
  }));
  return table([{ title: 'TIME' }, { title: 'EVENT' }, { title: 'KIND' }, { title: 'OUTCOME', flexible: true }], rows);
}

export const outcomeOf = ({ delivered, status, error, durationMs }: WebhookAttempt): string =>
  `${delivered ? `delivered, HTTP ${status}` : printable(error ?? 'not delivered')} (${durationMs} ms)`;

function filtersOf({ types, accountIDs, chatIDs }: Webhook): string[] {
  const filters = [
    [types, 'events'],
    [accountIDs, 'accounts'],
    [chatIDs, 'chats'],
  ] as const;
  return filters.flatMap(([list, what]) =>
    list === undefined ? [] : [`only ${what}: ${list.map(printable).join(', ')}`],
  );
}

function troubleOf({ id, disabledReason, health }: Webhook, globals: Globals): string[] {
  const again = `Switch it on again: ${hint(`webhooks enable ${id}`, globals)}`;
  const lines: string[] = [];
  if (disabledReason === 'owner') lines.push(`Switched off. ${again}`);
  if (disabledReason === 'gone') lines.push(`Disabled: its receiver wants nothing more (HTTP 410). ${again}`);
  if (disabledReason === 'revoked')
    lines.push(`Ended with its token. Make it yours and go on: ${hint(`webhooks enable ${id}`, globals)}`);
  if (disabledReason === 'failing') lines.push(`Disabled: it could not be reached for days. ${again}`);
  if (health.state === 'retrying') {
    const next = health.nextAttemptAt === undefined ? '' : `; next try ${local(health.nextAttemptAt)}`;
    lines.push(`${health.attempts} tries failed: ${printable(health.lastError ?? '')}${next}`);
  }
  if (health.missedAt !== undefined)
    lines.push(`Events were missed: the log had forgotten them by ${local(health.missedAt)}`);
  if (health.deadLetters > 0) lines.push(`${health.deadLetters} dead letters: ${hint(`webhooks dead ${id}`, globals)}`);
  return lines;
}

type Titles = Parameters<typeof formatTable>[0];
type Rows = Parameters<typeof formatTable>[1];

function table(titles: Titles, rows: Rows): string {
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  return formatTable(titles, rows, width, (text, _column, row) => (row === undefined ? paint('bold', text) : text));
}

/** In the person's own time zone: 2026-05-05 20:20. */
const local = (time: string): string =>
  new Date(time).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
