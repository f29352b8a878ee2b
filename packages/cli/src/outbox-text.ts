/** What waits in the outbox, as people read it. */

import type { Delivery } from '@partyline/protocol';
import type { Globals } from './globals.ts';
import { hint } from './hint.ts';
import { localTime } from './local-time.ts';
import { plainText } from './message-text.ts';
import { momentText } from './moment.ts';
import { formatTable } from './table.ts';
import { columns, cut, paint, printable } from './text.ts';

/** Of one message. */
export interface Waiting {
  readonly delivery: Delivery;
  readonly chatTitle: string;
}

const summaryWidth = 60;

export function outboxTable(waiting: readonly Waiting[], globals: Globals): string {
  if (waiting.length === 0) return 'Nothing waits: whatever was to be sent was sent.';
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  const rows = waiting.map(({ delivery, chatTitle }) => ({
    cells: [
      delivery.pendingMessageID,
      delivery.state,
      localTime(delivery.sendAt ?? delivery.createdAt),
      printable(chatTitle),
      summaryOf(delivery, process.stdout.isTTY ? summaryWidth : Number.POSITIVE_INFINITY),
    ],
    ...(isStuck(delivery) && { below: `    ${whyOf(delivery)}` }),
  }));
  const titles = [
    { title: 'MESSAGE' },
    { title: 'STATE' },
    { title: 'TIME' },
    { title: 'CHAT', flexible: true },
    { title: 'TEXT', flexible: true },
  ];
  const table = formatTable(titles, rows, width, (text, _column, row) =>
    row === undefined ? paint('bold', text) : text,
  );
  const stuck = waiting.find(({ delivery }) => isStuck(delivery));
  return stuck === undefined ? table : `${table}\n\n${whatNow(stuck.delivery, globals)}`;
}

export function deliveryText({ delivery, chatTitle }: Waiting, globals: Globals): string {
  const { pendingMessageID, accountID, createdAt, sendAt, expiresAt, attempts } = delivery;
  const lines: [string, string | undefined][] = [
    ['Message', pendingMessageID],
    ['To', `${printable(chatTitle)} (${printable(accountID)})`],
    ['State', stateWords[delivery.state]],
    ['Why', isStuck(delivery) ? whyOf(delivery) : undefined],
    ['Accepted', localTime(createdAt)],
    ['To be sent', sendAt === undefined ? undefined : momentText(new Date(sendAt))],
    [
      'Given up',
      isStuck(delivery) || expiresAt === undefined ? undefined : `${localTime(expiresAt)}, if it cannot be sent before`,
    ],
    ['Tries', attempts === 0 ? undefined : String(attempts)],
    ['Text', summaryOf(delivery, Number.POSITIVE_INFINITY)],
  ];
  const told = lines.filter((line): line is [string, string] => line[1] !== undefined);
  const width = Math.max(...told.map(([name]) => name.length));
  const table = told.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
  return isStuck(delivery) ? `${table}\n\n${whatNow(delivery, globals)}` : table;
}

const stateWords: Readonly<Record<Delivery['state'], string>> = {
  scheduled: 'waits for its time',
  queued: 'waits for its turn, or for the account to be connected',
  sending: 'is being sent',
  failed: 'was not sent',
  uncertain: 'nobody knows whether it was sent: look at the chat elsewhere first',
};

/** It waits for a person. */
const isStuck = ({ state }: Delivery): boolean => state === 'failed' || state === 'uncertain';

const whyOf = ({ sendStatus, state }: Delivery): string =>
  printable(sendStatus?.message ?? sendStatus?.reason ?? stateWords[state]);

const whatNow = ({ pendingMessageID, state }: Delivery, globals: Globals): string =>
  whatToDo(pendingMessageID, state === 'uncertain', globals);

/** @param isUncertain nobody knows whether it was sent */
export function whatToDo(id: string, isUncertain: boolean, globals: Globals): string {
  const choices = [
    `Send it again: ${hint(`outbox retry ${id}`, globals)}`,
    ...(isUncertain ? [`It is there:   ${hint(`outbox confirm ${id}`, globals)}`] : []),
    `Give it up:    ${hint(`outbox cancel ${id}`, globals)}`,
  ];
  return choices.join('\n');
}

/** On one line: its file, and its text. */
function summaryOf(delivery: Delivery, width: number): string {
  const files = (delivery.attachments ?? []).map(({ fileName }) => `[file ${fileName ?? ''}]`);
  return cut(printable([...files, plainText(delivery)].join(' ').trim()), width);
}
