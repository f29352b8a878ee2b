/** The statuses a sandbox account can be put in, and their texts. */

import type { ConnectionState } from '@partyline/connector';

export const statuses = ['connected', 'backfilling', 'lost', 'signed_out', 'blocked', 'unconfigured'] as const;
export type Status = (typeof statuses)[number];

/** Besides these an account can start as `connecting`: its connect waits for the next command. */
export const initialStatuses = ['connected', 'connecting', ...statuses.slice(1)] as const;
export type InitialStatus = Status | 'connecting';

export function isInitialStatus(text: unknown): text is InitialStatus {
  return initialStatuses.some((status) => status === text);
}

export interface Wish {
  readonly status: InitialStatus;
  readonly text?: string;
  readonly retryAfterMs?: number;
}

const texts: Readonly<Record<Exclude<Status, 'connected'>, string>> = {
  backfilling: 'The sandbox is fetching older messages. Messages can be sent and received already.',
  lost: 'The connection to the sandbox was lost.',
  signed_out: 'The sandbox signed this account out. Sign in again.',
  blocked: 'The sandbox has blocked this account. Put it into another status to go on.',
  unconfigured: 'The sandbox needs to be set up for this account. Sign in again and choose another status.',
};

/** The state that a wish asks for; `connecting` is none. */
export function stateOf(status: Status, { text, retryAfterMs }: Omit<Wish, 'status'>): ConnectionState {
  if (status === 'connected') return text === undefined ? { state: status } : { state: status, text };
  const told = { text: text ?? texts[status] };
  if (status === 'blocked' && retryAfterMs !== undefined) return { state: status, ...told, retryAfterMs };
  return { state: status, ...told };
}
