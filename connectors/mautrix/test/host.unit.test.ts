/** The homeserver's side, asked over HTTP as a bridge asks. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkEvent } from '@partyline/connector';
import { DOMAIN, OWNER } from '../src/identities.ts';
import { tellTyping } from '../src/inbox/tell-typing.ts';
import { bob, bot, enc, portal, startHost } from './asked-host.ts';

test('only the bridge is answered, and only for its own users', async (t) => {
  const { call } = await startHost(t);
  assert.equal((await call('GET', '/v3/account/whoami', bot, undefined, 'other')).body.errcode, 'M_UNKNOWN_TOKEN');
  assert.equal((await call('GET', '/v3/account/whoami', `@eve:${DOMAIN}`)).body.errcode, 'M_EXCLUSIVE');
  assert.equal((await call('GET', '/v3/account/whoami', bob)).body.user_id, bob);
});

test('an unknown route is named in the log once, without anybody’s IDs', async (t) => {
  const { call, warnings } = await startHost(t);
  for (const room of ['!a:x', '!b:x']) {
    const { status, body } = await call('GET', `/v3/rooms/${enc(room)}/context/${enc('$event')}`);
    assert.deepEqual([status, body.errcode], [404, 'M_UNRECOGNIZED']);
  }
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /GET _matrix\/client\/v3\/rooms\/…\/context\/…/);
});

test('a room that is made again is the same room, with the same chat', async (t) => {
  const host = await startHost(t);
  const first = await portal(host);
  assert.partialDeepStrictEqual(host.told(), [
    {
      kind: 'chat',
      chat: { id: 'chat one', type: 'group' },
      participants: { items: [{ id: 'bob' }, { id: 'ann', isSelf: true }] },
    },
  ]);
  await host.call('POST', `/unstable/com.beeper.yeet/rooms/${enc(first)}/delete`);
  assert.equal((await host.call('GET', `/v3/rooms/${enc(first)}/members`)).body.errcode, 'M_NOT_FOUND');
  assert.deepEqual(host.told(), [{ kind: 'chat_removed', account: 'ann', chatID: 'chat one' }]);
  assert.equal(await portal(host), first);
});

test('the bot stands above the room, and its creation says which version it is', async (t) => {
  const host = await startHost(t);
  const room = enc(await portal(host));
  const { body } = await host.call('GET', `/v3/rooms/${room}/state/m.room.create/?format=event`);
  assert.partialDeepStrictEqual(body, { type: 'm.room.create', sender: bot, content: { room_version: '11' } });
  const levels = await host.call('GET', `/v3/rooms/${room}/state/m.room.power_levels`);
  assert.equal(levels.body.users[bot], 100);
  assert.equal((await host.call('GET', `/v3/rooms/${room}/state/m.room.topic/`)).body.errcode, 'M_NOT_FOUND');
});

test('a request that is repeated has one effect and the same answer', async (t) => {
  const host = await startHost(t);
  const room = enc(await portal(host));
  host.told();
  const send = () =>
    host.call('PUT', `/v3/rooms/${room}/send/m.room.message/txn%2F1?ts=1700000000000`, bob, {
      msgtype: 'm.text',
      body: 'Hi',
    });
  const [first, second] = [await send(), await send()];
  assert.equal(first.body.event_id, second.body.event_id);
  assert.partialDeepStrictEqual(host.told(), [
    { kind: 'message', id: first.body.event_id, text: 'Hi', timestamp: 1_700_000_000_000 },
  ]);
});

test('history keeps the IDs it comes with, and is taken once', async (t) => {
  const host = await startHost(t);
  const room = await portal(host);
  host.told();
  const event = (id: string, ts: number) => ({
    event_id: id,
    room_id: room,
    sender: bob,
    type: 'm.room.message',
    origin_server_ts: ts,
    content: { msgtype: 'm.text', body: id },
  });
  const batch = (events: object[], forward: boolean) =>
    host.call('POST', `/unstable/com.beeper.backfill/rooms/${enc(room)}/batch_send`, bot, {
      forward,
      forward_if_no_messages: !forward,
      events,
    });
  assert.deepEqual((await batch([event('$2:net', 2), event('$3:net', 3)], false)).body, {
    event_ids: ['$2:net', '$3:net'],
  });
  assert.deepEqual((await batch([event('$1:net', 1), event('$2:net', 2)], false)).body, {
    event_ids: ['$1:net', '$2:net'],
  });
  const ids = host.told().map((one) => 'id' in one && one.id);
  assert.deepEqual(ids, ['$2:net', '$3:net', '$1:net']);
  const refused = await batch([{ type: 'm.room.message' }], true);
  assert.deepEqual([refused.status, refused.body.errcode], [400, 'M_BAD_JSON']);
});

test('typing is handed on at once, of people of the network alone, and nothing of it is kept', async (t) => {
  const host = await startHost(t);
  const room = enc(await portal(host));
  await host.call('PUT', `/v3/profile/${enc(bob)}/displayname`, bob, { displayname: 'Bob' });
  host.told();
  const events: NetworkEvent[] = [];
  const closing = new AbortController();
  const ingest = async (some: readonly NetworkEvent[]) => void events.push(...some);
  tellTyping(host.homeserver, 'ann', { ingest }, closing.signal);
  const type = (user: string, body: object) => host.call('PUT', `/v3/rooms/${room}/typing/${enc(user)}`, user, body);
  assert.deepEqual(await type(bob, { typing: true, timeout: 15_000 }), { status: 200, body: {} });
  await type(OWNER, { typing: true, timeout: 15_000 });
  await type(bot, { typing: true, timeout: 15_000 });
  await type(bob, { typing: false });
  closing.abort();
  await type(bob, { typing: true, timeout: 15_000 });
  const about = {
    kind: 'typing',
    account: 'ann',
    chatID: 'chat one',
    sender: { id: 'bob', name: 'Bob', isSelf: false },
  };
  assert.deepEqual(events, [
    { ...about, isTyping: true, timeoutMs: 15_000 },
    { ...about, isTyping: false },
  ]);
  assert.deepEqual(host.told(), []);
});

test('a reaction that is taken back is known, though it says nothing any more', async (t) => {
  const host = await startHost(t);
  const room = enc(await portal(host));
  host.told();
  const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$m', key: '👍' } };
  const { body } = await host.call('PUT', `/v3/rooms/${room}/send/m.reaction/1`, bob, content);
  await host.call('PUT', `/v3/rooms/${room}/redact/${enc(body.event_id)}/2`, bot, {});
  assert.partialDeepStrictEqual(host.told(), [
    { kind: 'reaction', messageID: '$m', key: '👍', removed: true, sender: { id: 'bob' } },
  ]);
  const kept = await host.call('GET', `/v3/rooms/${room}/event/${enc(body.event_id)}`);
  assert.deepEqual(kept.body.content, {});
});

test('mutes, tags and timers are fields of the chat', async (t) => {
  const host = await startHost(t);
  const id = await portal(host);
  const own = `/v3/user/${enc(OWNER)}/rooms/${enc(id)}`;
  await host.call('PUT', `${own}/account_data/com.beeper.mute`, OWNER, { muted_until: -1 });
  await host.call('PUT', `${own}/tags/m.favourite`, OWNER, {});
  await host.call('PUT', `/v3/rooms/${enc(id)}/state/com.beeper.disappearing_timer/`, bot, {
    type: 'after_send',
    timer: 86_400_000,
  });
  assert.partialDeepStrictEqual(host.told().at(-1), {
    chat: { isMuted: true, isPinned: true, messageExpirySeconds: 86_400 },
  });
  assert.deepEqual((await host.call('GET', `${own}/tags`, OWNER)).body, { tags: { 'm.favourite': {} } });
});

test('a profile has no field that is not set, and is carried into the rooms', async (t) => {
  const host = await startHost(t);
  await portal(host);
  host.told();
  assert.deepEqual(await host.call('GET', `/v3/profile/${enc(bob)}/displayname`, bob), { status: 200, body: {} });
  await host.call('PUT', `/v3/profile/${enc(bob)}/displayname`, bob, { displayname: 'Bob' });
  assert.partialDeepStrictEqual(host.told(), [
    { kind: 'chat', participants: { items: [{ id: 'bob', fullName: 'Bob' }], complete: false } },
  ]);
});

test('a file may be asked for before it is there', async (t) => {
  const host = await startHost(t);
  const { body } = await host.call('POST', '/_matrix/media/v1/create');
  const path = body.content_uri.replace('mxc://', '');
  const waiting = host.raw('GET', `/v1/media/download/${path}`);
  await host.raw('PUT', `/_matrix/media/v3/upload/${path}?filename=a.txt`, 'the bytes');
  assert.equal(await (await waiting).text(), 'the bytes');
  assert.equal((await host.raw('GET', '/v1/media/download/maunium.net/abc')).status, 404);
  assert.equal((await host.raw('GET', `/v1/media/download/${DOMAIN}/..%2Fhost.db`)).status, 404);
});

test('what a bridge repeats because it was killed before it had noted it is the same event, once', async (t) => {
  const host = await startHost(t);
  const room = enc(await portal(host));
  const send = async (txn: string, ts: number, content: object) =>
    (await host.call('PUT', `/v3/rooms/${room}/send/m.room.message/${txn}?ts=${ts}`, bob, content)).body.event_id;
  const hello = { msgtype: 'm.text', body: 'Hello' };
  const before = await send('1', 1_000, hello);
  const pending = (await host.call('POST', '/_matrix/media/v1/create', bot, {})).body.content_uri;
  const file = { msgtype: 'm.file', body: 'a.pdf', url: pending };
  const picture = await send('2', 2_000, file);
  // Within one run of a bridge two equal messages are two.
  assert.notEqual(await send('3', 1_000, hello), before);
  await host.call('GET', '/versions');
  assert.notEqual(await send('4', 1_001, hello), before);
  assert.notEqual(await send('5', 1_000, { ...hello, body: 'Hallo' }), before);
  const again = new Set([await send('6', 1_000, hello), await send('7', 1_000, hello), await send('8', 1_000, hello)]);
  // Each of the two that were there is met once.
  assert.equal(again.has(before), true);
  assert.equal(again.size, 3);
  // The file of the first has never come, so that the second is what people can open.
  assert.notEqual(await send('9', 2_000, { ...file, url: `mxc://${DOMAIN}/other` }), picture);
});

test('a chat whose room a bridge has forgotten is the room that it makes next', async (t) => {
  const host = await startHost(t);
  const first = await portal(host);
  const second = await portal(host);
  assert.notEqual(second, first);
  assert.equal(host.homeserver.rooms.find('ann', 'chat one')?.id, second);
});

test('history that came since the login is here has only just arrived, if people are to be told', async (t) => {
  const host = await startHost(t);
  const room = await portal(host);
  host.told();
  const batch = (id: string, ts: number, more: object) => {
    const event = { event_id: id, room_id: room, sender: bob, type: 'm.room.message', origin_server_ts: ts };
    const events = [{ ...event, content: { msgtype: 'm.text', body: id } }];
    return host.call('POST', `/unstable/com.beeper.backfill/rooms/${enc(room)}/batch_send`, bot, { events, ...more });
  };
  const now = Date.now() + 1;
  await batch('$old', 1_000, { forward: true, send_notification: true });
  await batch('$missed', now, { forward: true, send_notification: true });
  await batch('$quiet', now, { forward: true });
  await batch('$older', now, { forward: false, send_notification: true });
  const past = host.told().map((one) => one.kind === 'message' && [one.id, one.history === true]);
  assert.deepEqual(past, [
    ['$old', true],
    ['$missed', false],
    ['$quiet', true],
    ['$older', true],
  ]);
});
