import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChildServer, startChildServer } from './support/child.ts';
import { eventually } from './support/eventually.ts';
import { drain, newestCursor } from './support/live.ts';
import { addWebhook, hookFlags, openReceiver, verified } from './support/receiver.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { temporaryFolder } from './support/server.ts';

test('kill -9 between delivery and mark: a repeat with the same ID at most, and no gap', {
  timeout: 90_000,
}, async (t) => {
  const dataDir = temporaryFolder(t);
  const receiver = await openReceiver(t);
  const start = () => startChildServer(t, dataDir, { flags: [...hookFlags, '--retry-seconds=1'] });
  let child: ChildServer = await start();
  const { accountID } = await connectedAccount(child.api, 'killed');
  const since = await newestCursor(child.api);
  const only = { types: ['message.upserted'] };
  const { secret } = await addWebhook(child.api, receiver.url, only);
  const say = (text: string) => command(child.api, accountID, { say: { contact: 'herald', text } });

  const kills = 4;
  for (let kill = 0; kill < kills; kill++) {
    const before = receiver.received.length;
    const killed = Promise.withResolvers<void>();
    const doomed = child;
    receiver.answer(() => (response) => {
      // The third of each round is taken, and the server does not live to write that down: in every other round it has had the answer.
      if (receiver.received.length - before !== 3) return void response.writeHead(200).end();
      if (kill % 2 === 1) response.writeHead(200).end();
      doomed.end('SIGKILL').then(() => {
        if (kill % 2 === 0) response.writeHead(200).end();
        killed.resolve();
      });
    });
    for (let number = 0; number < 5; number++) await say(`${kill}, ${number}`).catch(() => undefined);
    await killed.promise;
    receiver.answer(() => 200);
    child = await start();
    await untilStatus(child.api, accountID, 'connected');
  }
  await say('the last');
  const all = await eventually(
    () => drain(child.api, since, 100, '&types=message.upserted'),
    (events) => JSON.stringify(events.at(-1)).includes('the last'),
  );
  await eventually(
    () => receiver.received,
    (received) => received.some(({ text }) => text.includes('the last')),
  );
  const cursors = receiver.received.map(({ text }): string => JSON.parse(text).cursor);
  assert.deepEqual(
    cursors.filter((cursor, index) => cursor !== cursors[index - 1]),
    all.map(({ cursor }) => cursor),
  );
  assert.ok(all.length >= kills * 3);
  const repeats = cursors.length - all.length;
  assert.ok(repeats >= kills / 2 && repeats <= kills, String(repeats));
  assert.equal(new Set(receiver.received.map(({ id }) => id)).size, all.length);
  for (const received of receiver.received) verified(received, secret);
});
