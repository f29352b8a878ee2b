/** Cases for messages in parts; they hold for every network, most simply for one without `split`. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OutgoingMessage, OutgoingPart } from '../requests.ts';
import { deadline, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { type Live, type Stage, staged } from './stage.ts';

const timeout = deadline.case;
/** Words, a word too long for many a network, characters of several bytes and code points, and two lines. */
const LONG = `${'Many words make a long text. '.repeat(25)}\n${'unbroken'.repeat(90)} ${'déjà vu 👩‍👩‍👧 '.repeat(20)}and the end`;

export function splitCases(subject: Subject): void {
  it(
    'split: a short message is one part, as it is',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      if (live.connection.split === undefined) return;
      const parts = await splitUp(stage, live, stage.message('short'));
      assert.deepEqual(
        parts.map(({ text }) => text),
        ['short'],
      );
    }),
  );

  it(
    'split: the parts of a long message say all of it, and the network takes each',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      if (live.connection.split === undefined) return;
      const chatID = stage.server.narrow ?? stage.server.correspondent;
      const message = stage.message(LONG, chatID);
      const parts = await splitUp(stage, live, message);
      assert.deepEqual(await splitUp(stage, live, message), parts, 'the same message is split in the same way');
      assert.equal(bare(parts.map(({ text }) => text).join('')), bare(LONG), 'the parts say all of it, in order');
      for (const { text } of parts) {
        assert.notEqual(text.trim(), '', 'a part says something');
        assert.ok(text.isWellFormed(), 'a part does not end within a character');
        const again = await splitUp(stage, live, { ...message, text });
        assert.deepEqual(again, [{ text }], 'a part fits, so it is not split again');
        await stage.send(live, stage.message(text, chatID));
        await stage.server.received(text);
      }
    }),
  );
}

async function splitUp(stage: Stage, { connection }: Live, message: OutgoingMessage): Promise<readonly OutgoingPart[]> {
  assert.ok(connection.split);
  const parts = await within(deadline.settle, 'split', connection.split(message));
  stage.witness.crossed('parts', parts);
  assert.notEqual(parts.length, 0, 'there is at least one part');
  return parts;
}

function bare(text: string): string {
  return text.replace(/\s+/gu, '');
}
