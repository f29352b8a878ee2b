/** What commands make of the sends of one login. */

import type { Gate } from './gate.ts';

/**
 * | mode | the contact has it | the send |
 * |---|---|---|
 * | `ok` | yes | resolves |
 * | `uncertain` | yes | fails, outcome uncertain |
 * | `uncertain-then-echo` | yes | fails, outcome uncertain; the echo comes a reply time later |
 * | `refuse`, `busy` | no | fails for certain, not retriable or retriable |
 * | `silent` | yes | does not settle until another mode is asked for |
 * | `echo-first` | yes | resolves after the echo was stored |
 * | `echo-later` | yes | resolves; the echo comes a reply time later |
 * | `no-id` | yes | resolves without an ID; there is no echo |
 */
export const sendModes = [
  'ok',
  'uncertain',
  'uncertain-then-echo',
  'refuse',
  'busy',
  'silent',
  'echo-first',
  'echo-later',
  'no-id',
] as const;
export type SendMode = (typeof sendModes)[number];

export class SendFaults {
  /** Shut while sends are not answered. */
  readonly voice: Gate;
  #mode: SendMode = 'ok';
  #times = Number.POSITIVE_INFINITY;

  constructor(voice: Gate) {
    this.voice = voice;
  }

  /** @param times for so many sends, after which all is `ok`; absent = until another mode is asked for. */
  set(mode: SendMode, times = Number.POSITIVE_INFINITY): void {
    this.#mode = mode;
    this.#times = times;
    if (mode === 'silent') this.voice.shut();
    else this.voice.open();
  }

  /** The mode of the next send. */
  next(): SendMode {
    if (this.#times <= 0) return 'ok';
    this.#times -= 1;
    return this.#mode;
  }
}
