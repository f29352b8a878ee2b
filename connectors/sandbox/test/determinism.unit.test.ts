import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { JsonObject } from '@partyline/connector';
import { command, connected, message, Person, sandbox, signedIn } from './house.ts';

/** Everything that a fixed play of commands and messages makes the network say. */
async function play(config: JsonObject): Promise<unknown> {
  const connector = sandbox(config);
  const shown: unknown[] = [];
  for (const flowID of ['qr', 'pairing-code', 'emoji']) {
    const person = new Person();
    await connector.login(flowID, person);
    shown.push(person.shown);
  }
  const login = await signedIn(connector);
  const { house, connection } = await connected(connector, login);
  const sent = [await connection.send(message('slow', 'a')), await connection.send(message('echo', 'b'))];
  await house.receives(2);
  await command(connector, { clock: { advanceMs: 1000 } });
  await command(connector, { say: { contact: 'herald', text: 'c' } });
  const messages = await house.receives(3);
  return { shown, login, sent, messages };
}

it('the same seed, time and commands give the same events', async () => {
  const config = { seed: 'a seed', now: '2026-01-01T00:00:00Z' };
  assert.deepEqual(await play(config), await play(config));
});

it('another seed gives other events', async () => {
  const now = '2026-01-01T00:00:00Z';
  assert.notDeepEqual(await play({ seed: 1, now }), await play({ seed: 2, now }));
});

it('without a seed each start has IDs of its own', async () => {
  const now = '2026-01-01T00:00:00Z';
  assert.notDeepEqual(await play({ now }), await play({ now }));
});
