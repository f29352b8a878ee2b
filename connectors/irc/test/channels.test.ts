/** Who is in a channel, what it is about, and what can be done to it. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ChatEvent, SendError } from '@partyline/connector';
import { type Ircd, joinAsPeer, requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { eventually, irc, loginTo, outgoing, Recorder } from './recorder.ts';

const servers = {
  ngircd: { start: startNgircd, options: { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 } },
  inspircd: { start: startInspircd, options: { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 } },
} as const;

async function joined(t: TestContext, ircd: Ircd, channels: string[], host = new Recorder()) {
  const connection = await irc().connect(loginTo(ircd, { channels }), host);
  t.after(() => connection.close());
  return { host, connection };
}

async function peer(t: TestContext, ircd: Ircd, nick: string) {
  const one = await joinAsPeer(ircd, { nick });
  t.after(() => one.end());
  return one;
}

const told = (host: Recorder): ChatEvent[] => host.events.filter((event) => event.kind === 'chat');

/** What the events come to, as the server would have it. */
function known(host: Recorder, chatID: string) {
  let people = new Map<string, boolean>();
  let chat: Partial<ChatEvent['chat']> = {};
  for (const event of told(host).filter((one) => one.chat.id === chatID)) {
    chat = { ...chat, ...event.chat };
    if (event.participants?.complete === true) people = new Map();
    for (const id of event.participants?.gone ?? []) people.delete(id);
    for (const { id, isAdmin } of event.participants?.items ?? []) people.set(id, isAdmin === true);
  }
  const names = [...people].map(([id, isAdmin]) => (isAdmin ? `@${id}` : id)).sort();
  return { people: names.join(' '), title: chat.title, description: chat.description, isReadOnly: chat.isReadOnly };
}

for (const [name, { start, options }] of Object.entries(servers)) {
  test(`${name}: a channel is told whole once, then what changes`, options, async (t) => {
    const ircd = await start();
    t.after(() => ircd.end());
    const bob = await peer(t, ircd, 'Bob');
    await bob.join('#Room');
    bob.send('TOPIC #room :about \u0002nothing\u0002');
    const eve = await peer(t, ircd, 'eve');
    await eve.join('#room');
    const { host } = await joined(t, ircd, ['#room']);
    const begins = { people: '@bob eve tester', title: '#room', description: 'about nothing', isReadOnly: false };
    const becomes = (what: object) =>
      eventually(JSON.stringify(what), () => {
        const now = known(host, '#room');
        return Object.entries(what).every(([key, value]) => Reflect.get(now, key) === value);
      });
    await becomes({ people: begins.people, description: begins.description, isReadOnly: false });
    assert.equal(told(host).length, 1);
    assert.deepEqual(
      told(host)[0]
        ?.participants?.items.filter(({ isSelf }) => isSelf)
        .map(({ id }) => id),
      ['tester'],
    );
    eve.send('NICK Eva');
    await becomes({ people: '@bob eva tester' });
    bob.send('MODE #room +mvo-v Eva Eva Eva');
    await becomes({ people: '@bob @eva tester' });
    bob.send('MODE #room -o Eva');
    await becomes({ people: '@bob eva tester' });
    eve.send('PART #room');
    await becomes({ people: '@bob tester' });
    await eve.join('#room');
    await becomes({ people: '@bob eva tester' });
    eve.send('QUIT');
    await becomes({ people: '@bob tester' });
    bob.send('TOPIC #room :news');
    await becomes({ description: 'news' });
    bob.send('TOPIC #room :');
    await becomes({ description: null });
    bob.send('KICK #room tester :out');
    await becomes({ people: '@bob', isReadOnly: true });
  });

  test(`${name}: making a channel, asking people in, its topic`, options, async (t) => {
    const ircd = await start();
    t.after(() => ircd.end());
    const bob = await peer(t, ircd, 'bob');
    const { host, connection } = await joined(t, ircd, []);
    const account = 'tester';
    const made = await connection.createChat?.({
      account,
      type: 'group',
      title: '#new',
      participantIDs: ['bob', 'nobody'],
    });
    assert.equal(made?.created, true);
    assert.deepEqual([made.chat.id, made.chat.type, made.chat.title], ['#new', 'group', '#new']);
    assert.deepEqual(
      made.participants?.items.map(({ id, isPending }) => [id, isPending === true]),
      [
        ['tester', false],
        ['bob', true],
      ],
    );
    await bob.line(/ INVITE bob :?#new$/);
    await connection.updateChat?.({ account, chatID: '#new', description: 'what\nit is about' });
    await eventually('the topic is told', () => known(host, '#new').description === 'what it is about');
    await bob.join('#new');
    await connection.send(outgoing('#new', 'welcome'));
    await bob.line(/ PRIVMSG #new :welcome$/);
    const again = await connection.createChat?.({ account, type: 'group', title: '#NEW', participantIDs: [] });
    assert.equal(again?.created, false);
    await bob.join('#closed');
    bob.send('MODE #closed +i');
    await bob.join('#theirs');
    bob.send('MODE #theirs +t');
    await bob.barrier();
    await connection.createChat?.({ account, type: 'group', title: '#theirs', participantIDs: [] });
    const reason = async (asked: Promise<unknown> | undefined) =>
      asked?.then(
        () => 'done',
        (error: unknown) => (error instanceof SendError ? `${error.outcome} ${error.reason}` : String(error)),
      );
    const group = (title: string) =>
      reason(connection.createChat?.({ account, type: 'group', title, participantIDs: [] }));
    assert.equal(await group('#closed'), 'certain invitation_needed');
    assert.equal(await group('two words'), 'certain no_such_chat');
    assert.equal(await group(''), 'certain no_such_chat');
    assert.equal(
      await reason(connection.updateChat?.({ account, chatID: '#theirs', description: 'mine' })),
      'certain not_allowed',
    );
    assert.equal(
      await reason(connection.updateChat?.({ account, chatID: 'bob', description: 'x' })),
      'certain not_supported',
    );
    assert.equal(
      await reason(connection.createChat?.({ account, type: 'single', participantIDs: ['bob\r\nQUIT'] })),
      'certain no_such_recipient',
    );
  });
}

test(
  'a channel that was joined later is joined again after a reconnect, until it is left',
  servers.ngircd.options,
  async (t) => {
    const ircd = await startNgircd();
    t.after(() => ircd.end());
    const stored = new Map<string, string>();
    const secrets = {
      get: async (name: string) => stored.get(name),
      set: async (name: string, value: string) => void stored.set(name, value),
    };
    const host = () => Object.assign(new Recorder(), { secrets });
    const first = await joined(t, ircd, ['#fixed'], host());
    await first.connection.createChat?.({ account: 'tester', type: 'group', title: '#added', participantIDs: [] });
    await first.connection.close();
    const second = await joined(t, ircd, ['#fixed'], host());
    await eventually('both are told', () =>
      ['#added', '#fixed'].every((id) => known(second.host, id).isReadOnly === false),
    );
    assert.equal(stored.get('channels'), '#added');
  },
);

test('a direct chat is told with its two people before its first message', servers.ngircd.options, async (t) => {
  const ircd = await startNgircd();
  t.after(() => ircd.end());
  const bob = await peer(t, ircd, 'Bob');
  const { host, connection } = await joined(t, ircd, []);
  bob.say('tester', 'one');
  bob.say('tester', 'two');
  await eventually('both came', () => host.messages.length === 2);
  assert.deepEqual(
    host.events.map(({ kind }) => kind),
    ['chat', 'message', 'message'],
  );
  assert.equal(known(host, 'bob').people, 'bob tester');
  const found = await connection.createChat?.({ account: 'tester', type: 'single', participantIDs: ['BOB'] });
  assert.deepEqual([found?.chat.id, found?.chat.title, found?.created], ['bob', 'Bob', false]);
});
