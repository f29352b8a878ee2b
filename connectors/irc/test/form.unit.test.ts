import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manifest } from '../src/manifest.ts';
import { irc, Person } from './recorder.ts';

const good = { server: 'irc.invalid', port: '6697', tls: 'yes', nick: 'anna', auth: 'none' };

async function complaint(answers: Record<string, string>): Promise<string> {
  const person = new Person(answers);
  await assert.rejects(irc().login('server', person), /out of answers/);
  assert.deepEqual(person.shown, [], 'nothing was tried');
  return person.instructions;
}

test('a form that cannot work is asked for again before anything is tried', async () => {
  assert.match(await complaint({ ...good, port: 'abc' }), /port is a number/);
  assert.match(await complaint({ ...good, port: '0' }), /port is a number/);
  assert.match(await complaint({ ...good, port: '65536' }), /port is a number/);
  assert.match(await complaint({ ...good, server: 'irc://irc.invalid/' }), /name or address of a server/);
  assert.match(await complaint({ ...good, server: ' ' }), /name or address of a server/);
  assert.match(await complaint({ ...good, nick: 'two words' }), /nick has no spaces/);
  assert.match(await complaint({ ...good, nick: '1anna' }), /nick has no spaces/);
  assert.match(await complaint({ ...good, nick: 'anna\nQUIT' }), /line break or control character in “nick”/);
  assert.match(await complaint({ ...good, auth: 'sasl' }), /enter it/);
  assert.match(await complaint({ ...good, auth: 'server-password', password: 'a\r\nb' }), /in “password”/);
  assert.match(await complaint({ ...good, tls: 'maybe' }), /TLS/);
  assert.match(await complaint({ ...good, auth: 'magic' }), /Sign in with/);
  assert.match(await complaint({ ...good, channels: '#ok, lobby' }), /“lobby” is no name of a channel/);
});

test('each known network is the same form with its address filled in', async () => {
  for (const { id } of manifest.loginFlows) {
    const person = new Person();
    await assert.rejects(irc().login(id, person), /out of answers/);
    const [step] = person.asked;
    assert.deepEqual(
      step?.fields.map((field) => field.id),
      ['server', 'port', 'tls', 'nick', 'realname', 'auth', 'account', 'password', 'channels'],
    );
    const server = step?.fields[0].initialValue;
    assert.equal(server === undefined, id === 'server', id);
  }
  await assert.rejects(irc().login('nowhere', new Person()), /no login flow “nowhere”/);
});
