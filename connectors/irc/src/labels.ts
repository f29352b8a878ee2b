/**
 * Which of our labelled lines an answer belongs to: https://ircv3.net/specs/extensions/labeled-response. An answer is one line with the label,
 * a batch whose start has it, or an ACK where there is nothing to say.
 */

import type { IrcMessage } from 'irc-framework';

/** A server that never ends its batches does not fill the memory. */
const MOST_OPEN = 1000;

export class Labels {
  /** Batch reference → label, also of batches inside others. */
  readonly #batches = new Map<string, string>();

  /** Gives every line of an answer its label as a tag. @returns the label when the answer ends with this line */
  settle(message: IrcMessage): string | undefined {
    const { tags, command, params } = message;
    const outer = tags['batch'] === undefined ? undefined : this.#batches.get(tags['batch']);
    const label = tags['label'] ?? outer;
    if (label !== undefined && label !== '') tags['label'] = label;
    if (command !== 'BATCH') return outer === undefined ? tags['label'] : undefined;
    const reference = params[0] ?? '';
    if (reference.startsWith('+') && label !== undefined) {
      if (this.#batches.size >= MOST_OPEN) this.#batches.clear();
      this.#batches.set(reference.slice(1), label);
      return undefined;
    }
    const ended = this.#batches.get(reference.slice(1));
    this.#batches.delete(reference.slice(1));
    return outer === undefined ? ended : undefined;
  }
}
