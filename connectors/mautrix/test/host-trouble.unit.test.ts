/** What must do no harm: strange times, huge rooms, files without end, rooms that are made anew, and messages that did not go out. */

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { act } from '../src/actions/act.ts';
import { tellProfile } from '../src/host/changes.ts';
import { SocketLost } from '../src/host/socket.ts';
import { DOMAIN, OWNER } from '../src/identities.ts';
import { bob, bot, enc, identities, portal, startHost } from './asked-host.ts';

test('a time that is none does not keep what comes after it from being told', async (t) => {
  const host = await startHost(t);
  const room = await portal(host);
  host.told();
  const content = { msgtype: 'm.text', body: 'Hello' };
  const nanoseconds = 1_700_000_000_000_000_000;
  const before = Date.now();
  for (const ts of [`${nanoseconds}`, '1e300', 'never', '1000.5'])
    assert.equal(
      (await host.call('PUT', `/v3/rooms/${enc(room)}/send/m.room.message/${ts}?ts=${ts}`, bob, content)).status,
      200,
    );
  const event = { event_id: '$old', sender: bob, type: 'm.room.message', origin_server_ts: nanoseconds, content };
  const path = `/unstable/com.beeper.backfill/rooms/${enc(room)}/batch_send`;
  assert.equal((await host.call('POST', path, bot, { events: [event], forward: true })).status, 200);
  const times = host.told().map((one) => (one.kind === 'message' ? one.timestamp : 0));
  assert.equal(times[3], 1_001);
  assert.ok(
    times.toSpliced(3, 1).every((time) => time >= before && time <= Date.now()),
    String(times),
  );
});

test('what one of a thousand members does costs no more than in a small room', async (t) => {
  const { homeserver, call, told } = await startHost(t);
  const people = Array.from({ length: 1_000 }, (_, index) => identities.ghost(`U${index}`));
  const channel = { id: 'many', 'fi.mau.receiver': 'ann' };
  await call('POST', '/v3/createRoom', bot, {
    'com.beeper.initial_members': [OWNER, ...people],
    'com.beeper.auto_join_invites': true,
    initial_state: [{ type: 'm.bridge', state_key: DOMAIN, content: { channel } }],
  });
  told();
  homeserver.db.transaction(() => {
    for (const mxid of people) {
      homeserver.profiles.merge(mxid, { displayname: `Name of ${mxid}` });
      tellProfile(homeserver, mxid);
    }
  });
  const start = performance.now();
  const events = told();
  const tookMs = performance.now() - start;
  assert.equal(events.length, people.length);
  assert.partialDeepStrictEqual(events[7], {
    kind: 'chat',
    participants: { items: [{ id: 'U7', fullName: `Name of ${people[7]}` }], complete: false },
  });
  assert.ok(tookMs < 2_000, `${tookMs} ms`);
});

test('a message that was certainly not sent is whole when it is sent again', async (t) => {
  const host = await startHost(t);
  const { homeserver, call, told } = host;
  const room = homeserver.rooms.get(await portal(host));
  assert.ok(room);
  told();
  const content = { msgtype: 'm.text', body: 'Hello' };
  const message = { room, type: 'm.room.message', content, eventID: '$mine', transactionID: 't1' };
  const lost = async () => {
    throw new SocketLost(false);
  };
  await assert.rejects(act({ homeserver, push: lost }, message, new AbortController().signal), { outcome: 'certain' });
  const closing = new AbortController();
  const taken = async () => closing.abort();
  await assert.rejects(act({ homeserver, push: taken }, message, closing.signal), { outcome: 'uncertain' });
  const status = { status: 'SUCCESS', 'm.relates_to': { event_id: '$mine' } };
  await call('PUT', `/v3/rooms/${enc(room.id)}/send/com.beeper.message_send_status/1`, bot, status);
  assert.partialDeepStrictEqual(told(), [{ kind: 'message', id: '$mine', transactionID: 't1', text: 'Hello' }]);
});

test('what was said in a room is told also when the bridge has made the room anew before', async (t) => {
  const host = await startHost(t);
  const first = await portal(host);
  const content = { msgtype: 'm.text', body: 'Hello' };
  await host.call('PUT', `/v3/rooms/${enc(first)}/send/m.room.message/1`, bob, content);
  assert.notEqual(await portal(host), first);
  const said = host.told().filter(({ kind }) => kind === 'message');
  assert.partialDeepStrictEqual(said, [{ text: 'Hello', chat: { id: 'chat one' } }]);
});

test('a file larger than bridges are told they may upload is refused before it is read', async (t) => {
  const { host } = await startHost(t);
  const tooMuch = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization: 'Bearer secret', 'content-length': 512 * 1024 * 1024 + 1 };
    const options = { port: host.port, host: '127.0.0.1', method: 'POST', path: '/_matrix/media/v3/upload', headers };
    const asking = request(options, (response) => {
      resolve(response.statusCode);
      asking.destroy();
    });
    asking.on('error', reject);
    asking.flushHeaders();
  });
  assert.equal(tooMuch, 413);
});
