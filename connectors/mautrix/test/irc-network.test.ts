/**
 * A bridge program on the real framework of the mautrix bridges, and a real network behind it: from the public API through the hosted bridge to other
 * people on an IRC server, and back.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinAsPeer, requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { eventually } from './api.ts';
import { account, chats, type Message, messages } from './hosting.ts';
import { addressOf, bridgeID, enter, joinChannel, openHouse, tryToEnter } from './irc/house.ts';
import { ircBridge } from './irc/program.ts';

const { program, skip } = await ircBridge();
const needs = { skip: skip || requireProgram('inspircd', 'ngircd', 'openssl') };

const action = (what: string) => `\u0001ACTION ${what}\u0001`;

const at = (chatID: string, ...rest: string[]) => ['/v1/chats', ...[chatID, ...rest].map(encodeURIComponent)].join('/');

test('a channel: people and their words both ways', needs, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  t.after(() => bob.end());
  await bob.join('#Tea');
  bob.send('TOPIC #Tea :Leaves and water');

  const accountID = await enter(house, { server: addressOf(ircd), nick: 'Ann' });
  await joinChannel(house, accountID, 'Ann', '#tea');
  const [tea] = await chats(house, ([chat]) => chat?.participants.items.length === 2);
  assert.equal(tea?.title, '#Tea');
  assert.equal(tea.type, 'group');
  assert.equal(tea.accountID, accountID);
  const people = tea.participants.items.map(({ id, fullName, isSelf }) => ({ id, fullName, isSelf }));
  assert.deepEqual(people.find(({ id }) => id === 'bob')?.fullName, 'Bob');
  assert.equal(people.length, 2);
  assert.equal(people.filter(({ isSelf }) => isSelf).length, 1);
  assert.equal((await house.api.get<{ description?: string }>(at(tea.id))).description, 'Leaves and water');

  bob.say('#Tea', 'Is it \x02strong\x02 & <hot>?');
  bob.say('#Tea', action('pours'));
  const [asked, poured] = await messages(house, tea.id, ({ length }) => length === 2);
  assert.equal(asked?.text, 'Is it strong &amp; &lt;hot&gt;?');
  assert.equal(asked.senderID, 'bob');
  assert.match(poured?.text ?? '', /pours/);

  await house.api.post(at(tea.id, 'messages'), { text: 'It **is**.\nVery.' });
  await bob.line(/^:Ann!\S+ PRIVMSG #tea :It is\.$/i);
  await bob.line(/^:Ann!\S+ PRIVMSG #tea :Very\.$/i);
  await messages(house, tea.id, (all) => all[2]?.sendStatus?.status === 'SUCCESS');
  await house.api.post(at(tea.id, 'messages'), { text: '/me drinks' });
  await bob.line((line) => line.startsWith(':Ann!') && line.endsWith(` :${action('drinks')}`));
});

test('who comes, goes, and is called otherwise', needs, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  await joinChannel(house, await enter(house, { server: addressOf(ircd), nick: 'Ann' }), 'Ann', '#tea');
  const others = (wanted: readonly string[]) =>
    chats(house, ([chat]) => {
      const ids = chat?.participants.items.flatMap(({ id, isSelf }) => (isSelf ? [] : [id])) ?? ['nobody'];
      return wanted.length === ids.length && wanted.every((id) => ids.includes(id));
    });
  await others([]);
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  const cyd = await joinAsPeer(ircd, { nick: 'Cyd' });
  t.after(() => cyd.end());
  await bob.join('#tea');
  await cyd.join('#tea');
  await others(['bob', 'cyd']);
  cyd.send('PART #tea');
  await others(['bob']);
  bob.send('NICK Robert');
  await others(['robert']);
  bob.end();
  await others([]);
});

test('a direct chat begins on either side', needs, async (t) => {
  const ircd = await startNgircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  const cyd = await joinAsPeer(ircd, { nick: 'Cyd' });
  t.after(() => bob.end());
  t.after(() => cyd.end());
  const accountID = await enter(house, { server: addressOf(ircd), nick: 'Ann' });

  bob.say('Ann', 'Psst');
  const [fromBob] = await chats(house, ({ length }) => length === 1);
  assert.deepEqual([fromBob?.type, fromBob?.title], ['single', 'Bob']);
  const [psst] = await messages(house, fromBob?.id ?? '', ({ length }) => length === 1);
  assert.deepEqual([psst?.text, psst?.senderID], ['Psst', 'bob']);

  const started = await house.api.post<{ id?: string; chatID?: string }>('/v1/chats', {
    accountID,
    type: 'single',
    participantIDs: ['cyd'],
    messageText: 'Are you there?',
  });
  await cyd.line(/^:Ann!\S+ PRIVMSG cyd :Are you there\?$/i);
  cyd.say('Ann', 'I am');
  const talk = await messages(house, started.chatID ?? '', ({ length }) => length === 2);
  assert.deepEqual(
    talk.map(({ text, isSender }) => [text, isSender ?? false]),
    [
      ['Are you there?', true],
      ['I am', false],
    ],
  );

  const nobody = { accountID, type: 'single', participantIDs: ['dan'] };
  const { status, text } = await house.api.call('POST', '/v1/chats', nobody);
  assert.ok(status >= 400 && status < 500, `${status} ${text}`);
  assert.match(text, /No such nick/i);

  bob.end();
  await house.api.post(at(fromBob?.id ?? '', 'messages'), { text: 'Still there?' });
  const said = await messages(
    house,
    fromBob?.id ?? '',
    (all) => all[1]?.sendStatus?.status.startsWith('FAIL') ?? false,
  );
  assert.equal(said[1]?.sendStatus?.status, 'FAIL_PERMANENT');
  assert.match(said[1]?.sendStatus?.message ?? '', /No such nick/i);
});

test('a channel is joined as a group, given a topic, and left', needs, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  t.after(() => bob.end());
  const accountID = await enter(house, { server: addressOf(ircd), nick: 'Ann' });
  const group = { accountID, type: 'group', title: '#garden', participantIDs: ['bob'] };
  const { chatID } = await house.api.post<{ chatID: string }>('/v1/chats', group);
  await bob.line(/^:Ann!\S+ INVITE Bob :?#garden/);
  const [garden] = await chats(house, ([chat]) => chat?.title === '#garden');
  assert.equal(garden?.id, chatID);
  await bob.join('#garden');
  await house.api.call('PATCH', at(chatID), { description: 'Roses' });
  await bob.line(/^:Ann!\S+ TOPIC #garden :Roses$/);
  const bad = await house.api.call('POST', '/v1/chats', { ...group, title: 'garden' });
  assert.ok(bad.status >= 400 && bad.status < 500);
  assert.match(bad.text, /begins with #/);
  const { status, text } = await house.api.call('DELETE', at(chatID));
  assert.ok(status < 300, text);
  await bob.line(/^:Ann!\S+ PART :?#garden/);
  await chats(house, ({ length }) => length === 0);
});

test('what the server of the network refuses is said in words', needs, async (t) => {
  const ircd = await startNgircd({ password: 'sesame' });
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const { items } = await house.api.get<{ items: { id: string; displayName: string }[] }>('/v1/bridges');
  assert.deepEqual(
    items.filter(({ id }) => id === bridgeID).map(({ displayName }) => displayName),
    ['IRC by bridge'],
  );

  const refusal = async (form: Parameters<typeof tryToEnter>[1]) => {
    const { status, error } = await tryToEnter(house, form);
    assert.equal(status, 'failed');
    return error?.message ?? '';
  };
  const server = addressOf(ircd);
  assert.match(await refusal({ server, nick: 'Ann' }), /password|denied/i);
  assert.match(await refusal({ server, nick: 'Ann', password: 'guess' }), /password|denied/i);
  assert.match(await refusal({ server: '127.0.0.1:1', nick: 'Ann' }), /127\.0\.0\.1:1 cannot be reached/);
  assert.match(await refusal({ server, nick: '1Ann' }), /no nick/);
  const bob = await joinAsPeer(ircd, { nick: 'Bob', password: 'sesame' });
  t.after(() => bob.end());
  assert.match(await refusal({ server, nick: 'Bob', password: 'sesame' }), /Bob is in use/);
  await enter(house, { server, nick: 'Ann', password: 'sesame' });
});

test('a network that goes away is told, and found again', needs, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const accountID = await enter(house, { server: addressOf(ircd), nick: 'Ann' });
  const tea = await joinChannel(house, accountID, 'Ann', '#tea');
  await ircd.stop();
  const lost = await account(house, accountID, ({ status }) => status === 'disconnected');
  assert.match(lost.statusText ?? '', new RegExp(`${addressOf(ircd)} (was lost|cannot be reached)`));
  await ircd.restart();
  await account(house, accountID, ({ status }) => status === 'connected');
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  t.after(() => bob.end());
  await bob.join('#tea');
  await bob.line((line) => line.includes(' 353 ') && /\bAnn\b/.test(line));
  bob.say('#tea', 'Back again');
  const [back] = await messages(house, tea, ({ length }) => length === 1);
  assert.equal(back?.text, 'Back again');
  await house.api.post(at(tea, 'messages'), { text: 'Me too' });
  await bob.line(/ PRIVMSG #tea :Me too$/);
});

test('somebody whom the network bans has to sign in again', needs, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const accountID = await enter(house, { server: addressOf(ircd), nick: 'Ann' });
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  t.after(() => bob.end());
  await bob.oper();
  bob.send('KLINE Ann@* 3600 :No Anns here');
  const banned = await account(house, accountID, ({ status }) => status === 'reconnect_required');
  assert.match(banned.statusText ?? '', /No Anns here|banned|lined/i);
});

test('a message that the network does not confirm may have been sent, and is not sent again', needs, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const house = await openHouse(t, program);
  const accountID = await enter(house, { server: addressOf(ircd), nick: 'Ann' });
  const tea = await joinChannel(house, accountID, 'Ann', '#tea');
  const bob = await joinAsPeer(ircd, { nick: 'Bob' });
  t.after(() => bob.end());
  await bob.join('#tea');
  ircd.freeze();
  await house.api.post(at(tea, 'messages'), { text: 'Once' });
  // The bridge waits for eight seconds.
  const read = () => house.api.get<{ items: Message[] }>(at(tea, 'messages'));
  const isOver = ({ items: [said] }: { items: Message[] }) => said?.sendStatus?.status.startsWith('FAIL') ?? false;
  const { items } = await eventually(read, isOver, 20_000);
  assert.equal(items[0]?.sendStatus?.reason, 'uncertain');
  ircd.thaw();
  await house.api.post(at(tea, 'messages'), { text: 'Last' });
  await bob.line(/ PRIVMSG #tea :Last$/);
  assert.equal(bob.lines.filter((line) => / PRIVMSG #tea :Once$/.test(line)).length, 1);
});
