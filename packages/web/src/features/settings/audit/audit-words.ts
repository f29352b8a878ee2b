/** An entry of the audit log in words, and as a line of a file. Plain TypeScript. */

import type { AuditEntry } from '@partyline/protocol';
import { t } from '../../../texts/texts.ts';

export type Outcome = 'good' | 'bad' | 'unknown';

export const outcomeOf = ({ result }: AuditEntry): Outcome =>
  result === 'done' ? 'good' : result === 'unknown' ? 'unknown' : 'bad';

export function resultText({ result }: AuditEntry): string {
  if (result === 'done') return t.settings.audit.done;
  return result === 'unknown' ? t.settings.audit.unknown : t.settings.audit.refused(result);
}

export const operationText = (operation: string): string => t.settings.audit.operations[operation] ?? operation;

/** One entry a line (jsonlines.org). */
export const jsonLines = (entries: readonly AuditEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
