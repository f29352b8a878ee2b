/** What a network wants of a new group (contract 2.19). */

import type { Manifest } from '@partyline/connector';
import { type GroupField, invalid } from '@partyline/protocol';
import { notSupported } from './reach.ts';

export interface Group {
  readonly participantIDs: readonly string[];
  readonly title: string | undefined;
}

/** The first kind of group there is. @throws ApiError `NOT_SUPPORTED` or `VALIDATION_ERROR` */
export function checkGroup(kinds: Manifest['groupCreation'], network: string, group: Group): void {
  const [kind] = Object.values(kinds ?? {});
  if (kind === undefined) throw notSupported(network, 'make groups');
  check('title', kind.name, group.title?.length ?? 0, 'characters', network);
  check('participantIDs', kind.participants, group.participantIDs.length, 'people', network);
}

/** @param size 0 = not given */
function check(name: string, rule: GroupField | undefined, size: number, unit: string, network: string): void {
  const { allowed = false, required = false, min_length: least = 1, max_length: most = Infinity } = rule ?? {};
  if (size === 0 ? !required : allowed && size >= least && size <= most) return;
  const range = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const rules = allowed ? `${name} must be of ${range} ${unit} on ${network}` : `${network} takes no ${name} here`;
  throw invalid([{ code: 'invalid_value', message: rules, path: ['body', name] }], rules);
}
