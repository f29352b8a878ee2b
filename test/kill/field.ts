/** The network of a run: it says what it delivered and what was acknowledged, and counts what arrived. */

import type { Api } from './api.ts';
import type { Dice } from './dice.ts';
import type { Victim, VictimParts } from './victim.ts';

export interface Field {
  readonly server: Omit<VictimParts, 'dataDir'>;
  /** Makes the account. @returns the chats to send to */
  open(api: Api): Promise<readonly string[]>;
  /** Numbered messages come in from now on. */
  start(): void;
  /** Resolves when something came in over the connection that is open now. */
  flowing(): Promise<void>;
  /** What a kill hits; absent: the server. @returns whether the server has to be started again */
  readonly strike?: (dice: Dice, victim: Pick<Victim, 'kill'>) => Promise<boolean>;
  /** No more come in; resolves when everything delivered so far has been acknowledged. */
  finish(): Promise<void>;
  /** Texts that were acknowledged: they must be in the inbox. */
  readonly acknowledged: ReadonlySet<string>;
  /** Texts that were delivered at all: nothing else may be in the inbox. */
  readonly delivered: ReadonlySet<string>;
  /** How often each outgoing text arrived. */
  arrived(): Promise<ReadonlyMap<string, number>>;
  end(): Promise<void>;
}

export const incomingText = (number: number): string => `in-${number}`;
