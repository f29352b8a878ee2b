/** Who is typing, as the app knows it. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createTyping } from '../src/data/typing.ts';

test('who types does so until the server says otherwise, the time is over, or the connection is gone', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const typing = createTyping();
  const [one, other] = [typing.at('one'), typing.at('other')];
  let changes = 0;
  one.subscribe(() => changes++);
  const say = (chatID: string, names: readonly string[], expiresInSeconds = 30) =>
    typing.take({
      type: 'chat.typing',
      chatID,
      users: names.map((id) => ({ id })),
      expiresInSeconds,
      ts: '2026-01-01T00:00:00Z',
    });
  const now = () => [one, other].map((chat) => chat.get()?.map(({ id }) => id));
  say('one', ['ada']);
  say('other', ['bo'], 10);
  assert.deepEqual(now(), [['ada'], ['bo']]);
  mock.timers.tick(20_000);
  assert.deepEqual(now(), [['ada'], undefined]);
  // Who goes on is told again, which begins the time anew.
  say('one', ['ada', 'bo']);
  mock.timers.tick(29_000);
  assert.deepEqual(now()[0], ['ada', 'bo']);
  say('one', []);
  assert.deepEqual(now()[0], undefined);
  assert.equal(changes, 3);
  say('one', ['ada']);
  typing.forget();
  assert.deepEqual(now(), [undefined, undefined]);
});
