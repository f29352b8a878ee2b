import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LoginError } from '@partyline/connector';
import { manifest } from '../src/manifest.ts';
import { command, House, loginOf, Person, sandbox, signedIn } from './house.ts';

const credentials = { username: 'Sam', password: 'any' };

describe('login flows', () => {
  it('are the ones of the manifest', async () => {
    for (const { id } of manifest.loginFlows) {
      const person = new Person();
      person.cancel();
      await assert.rejects(sandbox().login(id, person), /cancelled by the person/);
    }
    await assert.rejects(sandbox().login('no-such-flow', new Person()), { name: 'LoginError', code: 'unknown_flow' });
  });

  it('form: asks, takes name and status, and keeps secrets apart', async () => {
    const person = new Person({ ...credentials, fullName: 'Sam Sample', status: 'blocked' });
    const result = await sandbox().login('form', person);
    assert.equal(result.remoteID, 'sam');
    assert.deepEqual(result.settings, { status: 'blocked' });
    assert.deepEqual(result.accounts, [
      { remoteID: 'sam', network: 'Sandbox', user: { id: 'sam', username: 'sam', fullName: 'Sam Sample' } },
    ]);
    assert.deepEqual(Object.keys(result.secrets), ['session']);
    const status = person.asked[0]?.fields.find((field) => field.id === 'status');
    assert.deepEqual(status?.options, [
      'connected',
      'connecting',
      'backfilling',
      'lost',
      'signed_out',
      'blocked',
      'unconfigured',
    ]);
  });

  for (const [what, answers] of [
    ['a wrong password', { ...credentials, password: 'wrong' }],
    ['an impossible user name', { ...credentials, username: 'two words' }],
    ['an unknown status', { ...credentials, status: 'happy' }],
  ] as const) {
    it(`form: asks again after ${what}, saying why`, async () => {
      const person = new Person(answers, credentials);
      assert.equal((await sandbox().login('form', person)).remoteID, 'sam');
      assert.equal(person.asked.length, 2);
      assert.notEqual(person.asked[1]?.instructions, person.asked[0]?.instructions);
    });
  }

  it('code: asks for a second factor, again when it is not right, three times at most', async () => {
    const person = new Person(credentials, { code: '000000' }, { code: '123456' });
    assert.equal((await sandbox().login('code', person)).remoteID, 'sam');
    assert.deepEqual(
      person.asked.map((step) => step.stepID),
      ['credentials', 'second-factor', 'second-factor'],
    );
    assert.match(person.asked[2]?.instructions ?? '', /not right/);
    const guessing = new Person(credentials, { code: '1' }, { code: '2' }, { code: '3' });
    await assert.rejects(sandbox().login('code', guessing), { name: 'LoginError', code: 'bad_credentials' });
  });

  it('qr: rotates and then completes by itself', async () => {
    const person = new Person();
    const result = await sandbox().login('qr', person);
    assert.equal(result.remoteID, 'qr-user');
    assert.deepEqual(new Set(person.shown.map((step) => step.stepID)), new Set(['scan']));
    const codes = person.shown.map(({ display }) => (display.type === 'qr' ? display.data : ''));
    assert.equal(codes.length, 3);
    assert.equal(new Set(codes).size, 3);
  });

  it('pairing-code, emoji and nothing: show what their names say', async () => {
    const shown = async (flowID: string) => {
      const person = new Person();
      await sandbox().login(flowID, person);
      assert.equal(person.shown.length, 1);
      return person.shown[0]?.display;
    };
    const code = await shown('pairing-code');
    assert.match(code?.type === 'code' ? code.data : '', /^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    const emoji = await shown('emoji');
    assert.match(emoji?.type === 'emoji' ? emoji.imageURL : '', /^data:image\/svg\+xml;base64,/);
    assert.deepEqual(await shown('nothing'), { type: 'nothing' });
  });

  it('cookies: asks for a cookie, a header and local storage, again after a wrong session', async () => {
    const person = new Person({ session: 'wrong' }, { session: 'good' });
    assert.equal((await sandbox().login('cookies', person)).remoteID, 'cookie-user');
    assert.equal(person.askedForCookies.length, 2);
    assert.deepEqual(
      person.askedForCookies[0]?.fields.map((field) => field.type),
      ['cookie', 'header', 'local_storage'],
    );
  });

  it('two-accounts: one login owns two accounts', async () => {
    const result = await sandbox().login('two-accounts', new Person(credentials));
    assert.equal(result.remoteID, 'sam');
    assert.deepEqual(
      result.accounts.map((account) => account.remoteID),
      ['sam-home', 'sam-work'],
    );
  });

  it('slow: takes as long as it is told, and can be cancelled meanwhile', async () => {
    const start = performance.now();
    await sandbox().login('slow', new Person({ seconds: 'soon' }, { seconds: '0.05' }));
    assert.ok(performance.now() - start >= 45);
    const person = new Person({ seconds: '3600' });
    const attempt = sandbox().login('slow', person);
    await person.seesSomething();
    person.cancel();
    await assert.rejects(attempt);
  });

  it('fails: fails with the chosen code', async () => {
    for (const code of ['bad_credentials', 'unreachable', 'refused']) {
      await assert.rejects(sandbox().login('fails', new Person({ code })), (error: unknown) => {
        assert.ok(error instanceof LoginError);
        assert.equal(error.code, code);
        assert.match(error.message, /\.$/);
        return true;
      });
    }
  });

  it('a repair keeps the identity and refuses another one', async () => {
    const connector = sandbox();
    const login = await signedIn(connector);
    const person = new Person(credentials);
    assert.equal((await connector.login('form', person, login)).remoteID, 'sam');
    assert.equal(person.asked[0]?.fields[0].initialValue, 'sam');
    const other = connector.login('form', new Person({ ...credentials, username: 'kim' }), login);
    await assert.rejects(other, { name: 'LoginError', code: 'different_account' });
  });

  it('a repair ends what a command had asked for', async () => {
    const connector = sandbox();
    const login = await signedIn(connector);
    await command(connector, { status: 'signed_out' });
    await assert.rejects(connector.connect(login, new House()), /signed this account out/);
    const repaired = loginOf(await connector.login('form', new Person(credentials), login));
    await connector.connect(repaired, new House());
  });
});
