import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manifest } from '../src/manifest.ts';
import { type Answers, irc, loginTo, Person } from './recorder.ts';

const good = { server: 'irc.invalid', port: '6697', tls: 'yes', nick: 'anna', auth: 'none' };

async function complaint(answers: Answers): Promise<string> {
  const person = new Person(answers);
  await assert.rejects(irc().login('server', person), /out of answers/);
  assert.deepEqual(person.shown, [], 'nothing was tried');
  return person.instructions;
}

test('a form that cannot work is asked for again before anything is tried, with the field to change', async () => {
  assert.match(await complaint({ ...good, port: 'abc' }), /port is a number.* Please check: Port\.$/);
  assert.match(await complaint({ ...good, port: '0' }), /port is a number/);
  assert.match(await complaint({ ...good, port: '65536' }), /port is a number/);
  assert.match(
    await complaint({ ...good, server: 'https://a.invalid/' }),
    /address of a server.* Please check: Server\.$/,
  );
  assert.match(await complaint({ ...good, server: ' ' }), /name or address of a server/);
  assert.match(
    await complaint({ ...good, server: 'irc.invalid:6690' }),
    /port 6690.*has 6697.* check: Server, Port\.$/,
  );
  assert.match(
    await complaint({ ...good, server: 'ircs://a.invalid', tls: 'no' }),
    /means TLS.* check: Server, TLS\.$/,
  );
  assert.match(await complaint({ ...good, nick: 'two words' }), /nick has no spaces.* Please check: Nick\.$/);
  assert.match(await complaint({ ...good, nick: '1anna' }), /nick has no spaces/);
  assert.match(await complaint({ ...good, nick: 'anna\nQUIT' }), /line break or control character in “nick”/);
  assert.match(await complaint({ ...good, auth: 'sasl' }), /enter it\. Please check: Password\.$/);
  assert.match(await complaint({ server: 'irc.invalid', nick: 'anna', account: 'anna' }), /enter it/);
  assert.match(await complaint({ ...good, auth: 'server-password', password: 'a\r\nb' }), /in “password”/);
  assert.match(await complaint({ ...good, tls: 'maybe' }), /Please check: TLS\.$/);
  assert.match(await complaint({ ...good, auth: 'magic' }), /Please check: Sign in with\.$/);
  assert.match(await complaint({ ...good, channels: '#ok, lobby' }), /“lobby” is no name of a channel.*: Channels\.$/);
});

test('a password with “none” chosen is not dropped in silence', async () => {
  const told = await complaint({ ...good, password: 'hush-hush' });
  assert.match(told, /Choose “sasl” .*“server-password”.* Please check: Sign in with, Password\.$/);
  assert.doesNotMatch(told, /hush/);
});

/** Where these answers lead, in the words the person sees while they wait. */
async function target(flowID: string, answers: Answers): Promise<string> {
  const person = new Person(answers);
  const attempt = irc().login(flowID, person);
  // Nothing is to be reached: where it would go has been said before it goes.
  person.show = (step) => {
    person.shown.push(step);
    person.abort.abort(new Error('seen enough'));
  };
  await assert.rejects(attempt, /seen enough/);
  return person.shown[0]?.instructions ?? '';
}

test('server and nick are enough, on a known network the nick', async () => {
  const nick = 'anna';
  assert.match(await target('server', { server: 'a.invalid', nick }), / a\.invalid, port 6697 /);
  assert.match(await target('server', { server: 'a.invalid', nick, port: '', tls: 'no' }), / a\.invalid, port 6667 /);
  assert.match(await target('server', { server: 'a.invalid:7000', nick }), / a\.invalid, port 7000 /);
  assert.match(await target('server', { server: '[::1]:7000', nick }), / ::1, port 7000 /);
  assert.match(await target('server', { server: 'ircs://a.invalid', nick }), / a\.invalid, port 6697 /);
  assert.match(await target('libera', { nick }), / irc\.libera\.chat, port 6697 /);
  assert.match(await target('efnet', { nick }), / irc\.efnet\.org, port 6667 /);
  assert.match(await target('efnet', { nick, tls: 'yes' }), / irc\.efnet\.org, port 6697 /);
  assert.match(await target('libera', { nick, server: 'b.invalid', tls: 'no' }), / b\.invalid, port 6667 /);
});

test('each flow is the same form, says what it needs, and knows its network', async () => {
  for (const { id } of manifest.loginFlows) {
    const person = new Person();
    await assert.rejects(irc().login(id, person), /out of answers/);
    const fields = person.asked[0]?.fields ?? [];
    assert.deepEqual(
      fields.map((field) => field.id),
      ['server', 'port', 'tls', 'nick', 'auth', 'account', 'password', 'realname', 'channels'],
    );
    const needed = fields.filter((field) => field.optional !== true).map((field) => field.id);
    assert.deepEqual(needed, id === 'server' ? ['server', 'nick'] : ['nick'], id);
    assert.equal(fields[0]?.initialValue === undefined, id === 'server', id);
    const labels = fields.map((field) => field.label).join('\n');
    assert.match(labels, /^Account \(only for SASL; empty: the nick\)$/m);
    assert.match(labels, /^Password \(for SASL or the server; empty: none\)$/m);
  }
  await assert.rejects(irc().login('nowhere', new Person()), /no login flow “nowhere”/);
});

test('repairing needs no answer but a password, and names the account it belongs to', async () => {
  const person = new Person({});
  const sasl = loginTo({ host: 'irc.invalid', port: 6697 }, { auth: 'sasl', account: 'anna' }, 'old-password');
  await assert.rejects(irc().login('server', person, sasl), /out of answers/);
  const [first, second] = person.asked;
  assert.ok(first?.fields.every((field) => field.optional === true));
  assert.match(JSON.stringify(first), /only for SASL; empty: anna/);
  assert.match(second?.instructions ?? '', /enter it/);
});
