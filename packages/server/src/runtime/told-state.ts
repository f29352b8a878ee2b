/** What a connector tells of its state, parsed at the edge: types do not hold across a thread. */

import type { ConnectionState, EndState } from '@partyline/connector';

const ends: ReadonlySet<unknown> = new Set(['lost', 'signed_out', 'blocked', 'unconfigured']);

/** @returns the state; a word this server does not know counts as a lost connection */
export function readState(told: unknown): ConnectionState {
  if (isTold(told) && (told.state === 'connected' || (told.state === 'backfilling' && hasText(told)))) return told;
  return readEndState(told);
}

/** @returns the end that was told; anything else counts as a lost connection */
export function readEndState(told: unknown): EndState {
  if (isTold(told) && isEnd(told) && hasText(told)) return told;
  return { state: 'lost', text: 'The connector told a state that this server does not know.' };
}

export function isEnd(state: ConnectionState): state is EndState {
  return ends.has(state.state);
}

function isTold(told: unknown): told is ConnectionState {
  return typeof told === 'object' && told !== null && 'state' in told;
}

function hasText(told: object): boolean {
  return 'text' in told && typeof told.text === 'string';
}
