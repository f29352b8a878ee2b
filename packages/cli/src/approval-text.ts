/** Approvals as people read them. */

import type { Approval } from '@partyline/protocol';
import type { Globals } from './globals.ts';
import { hint } from './hint.ts';
import { formatTable } from './table.ts';
import { columns, paint, printable, wrap } from './text.ts';

/** @param url of the server, which has a page for the same */
export function approvalsTable(approvals: readonly Approval[], url: string, globals: Globals): string {
  if (approvals.length === 0) return 'Nothing waits for your approval.';
  const rows = approvals.map((approval) => ({
    cells: [
      approval.pendingMessageID,
      printable(approval.tokenName),
      printable(`${approval.chatTitle} (${approval.network})`),
      approval.state,
    ],
    below: wrap(printable(said(approval)), columns(), '    '),
  }));
  const titles = [
    { title: 'MESSAGE' },
    { title: 'TOKEN', flexible: true },
    { title: 'CHAT', flexible: true },
    { title: 'STATE' },
  ];
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  const table = formatTable(titles, rows, width, (text, _column, row) =>
    row === undefined ? paint('bold', text) : text,
  );
  const waiting = approvals.find(({ state }) => state === 'pending');
  return waiting === undefined
    ? table
    : `${table}\n\nSend one with: ${hint(`approvals approve ${waiting.pendingMessageID}`, globals)}\nOr decide in a browser: ${new URL('/approvals', url).href}`;
}

export function approvalText(approval: Approval): string {
  const { pendingMessageID, state, tokenName, chatTitle, network, reason, isEdited, expiresAt } = approval;
  const what = {
    pending: `waits for you until ${local(expiresAt)}`,
    approved: isEdited ? 'approved, with your text' : 'approved',
    refused: reason === undefined ? 'refused' : `refused: ${printable(reason)}`,
    expired: 'expired: it was not sent',
  }[state];
  return `${pendingMessageID} of ${printable(tokenName)} to ${printable(chatTitle)} (${printable(network)}): ${what}\n\n${wrap(printable(said(approval)), columns(), '    ')}`;
}

const said = ({ text, fileName, sendAt }: Approval): string =>
  [
    ...(text === undefined ? [] : [text]),
    ...(fileName === undefined ? [] : [`[file ${fileName}]`]),
    ...(sendAt === undefined ? [] : [`(to be sent ${local(sendAt)})`]),
  ].join(' ');

/** In the person's own time zone: 2026-05-05 20:20. */
const local = (time: string): string =>
  new Date(time).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
