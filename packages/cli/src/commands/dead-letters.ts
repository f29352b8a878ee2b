/** Events that a webhook's receiver did not take for days. */

import type { DeadLetter } from '@partyline/protocol';
import { exitCodes } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import type { Result } from '../result.ts';
import { deadLettersTable, outcomeOf } from '../webhook-text.ts';
import { withWebhook } from './webhooks.ts';

export function listDeadLetters(selector: string, globals: Globals): Promise<Result> {
  return withWebhook(selector, globals, async (client, { id }) => {
    const letters: DeadLetter[] = [];
    for await (const letter of client.webhooks.deadLetters.list(id)) letters.push(letter);
    const replay = letters.length === 0 ? '' : `\n\nPost them again: ${hint(`webhooks replay ${id}`, globals)}`;
    return { document: { items: letters }, text: deadLettersTable(letters) + replay };
  });
}

/** All by default. Fails with 1 when the receiver does not take one: the rest stays. */
export function replayDeadLetters(selector: string, ids: readonly string[], globals: Globals): Promise<Result> {
  return withWebhook(selector, globals, async (client, { id }) => {
    const replayed: string[] = [];
    for (;;) {
      const body = ids.length === 0 ? {} : { deadLetterIDs: ids.filter((one) => !replayed.includes(one)) };
      const answer = await client.webhooks.deadLetters.replay(id, body);
      replayed.push(...answer.replayed);
      const { remaining, failure } = answer;
      const isDone = ids.length === 0 ? remaining === 0 : ids.every((one) => replayed.includes(one));
      // An answer comes after a while at the latest; as long as it goes forward it is asked on.
      if (failure === undefined && !isDone && answer.replayed.length > 0) continue;
      const told = `Delivered ${replayed.length}; ${remaining} left.`;
      return {
        document: { replayed, remaining, ...(failure !== undefined && { failure }) },
        text: failure === undefined ? told : `${told} The next was not taken: ${outcomeOf(failure)}`,
        exitCode: failure === undefined ? exitCodes.done : exitCodes.failed,
      };
    }
  });
}
