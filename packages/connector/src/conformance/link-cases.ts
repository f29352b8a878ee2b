import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LogoutScope } from '../contract.ts';
import { ConnectionError } from '../errors.ts';
import { deadline, eventually, within } from './deadlines.ts';
import { promises } from './promises.ts';
import type { Subject } from './real-server.ts';
import { type Live, type Stage, staged } from './stage.ts';

const timeout = deadline.case;

export function linkCases(subject: Subject): void {
  it(
    'connect: opens one connection and says connected',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const { connection, host } = await stage.connected(login);
      await stage.sees(login, 1);
      assert.deepEqual(host.ends(), []);
      if (connection.probe) await within(deadline.probe, 'probe', connection.probe());
      assertOptional(stage, connection);
    }),
  );

  it(
    'connect: a server that is down is a lost link',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      await stage.server.stop();
      await assert.rejects(stage.connect(login), (error: unknown) => {
        assert.ok(error instanceof ConnectionError, `expected a ConnectionError, got ${String(error)}`);
        stage.witness.crossed('connection error', error.state);
        assert.equal(error.state.state, 'lost');
        assert.notEqual(error.state.text.trim(), '');
        return true;
      });
    }),
  );

  it(
    'reconnect: a crash of the server is told once and a new connection works after its restart',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const first = await stage.connected(login);
      await stage.server.stop();
      await eventually(deadline.loss, 'the loss is told', () => first.host.ends().length > 0);
      await stage.close(first);
      await stage.server.restart();
      const second = await stage.connected(login);
      await stage.sees(login, 1);
      await stage.server.writeTo(login, 'after the restart');
      await second.host.delivered('after the restart');
      assert.deepEqual(
        first.host.ends().map((end) => end.state),
        ['lost'],
      );
      assert.deepEqual(second.host.ends(), []);
    }),
  );

  it(
    'silence: a link that says nothing more is noticed and can be closed',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      await stage.server.goSilent();
      if (live.connection.probe) await assertUnanswered(live.connection.probe());
      await stage.close(live);
      assert.ok(live.host.ends().length <= 1, 'a loss is told once');
      await stage.server.speakAgain();
      await stage.nothingIsLeft(login);
    }),
  );

  const scope = subject.manifest.logoutScopes[0];
  if (scope !== undefined) logoutCase(subject, scope);
}

/** Only for networks that know a sign-out. */
function logoutCase(subject: Subject, scope: LogoutScope): void {
  it(
    'logout: signs out at the network',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      assert.ok(live.connection.logout, 'the manifest names logout scopes, so the connection has logout');
      await within(deadline.settle, 'logout', live.connection.logout(scope));
      await stage.close(live);
      await stage.sees(login, 0);
      await assert.rejects(stage.connect(login), (error: unknown) => {
        assert.ok(error instanceof ConnectionError, `expected a ConnectionError, got ${String(error)}`);
        assert.equal(error.state.state, 'signed_out');
        return true;
      });
    }),
  );
}

async function assertUnanswered(probe: Promise<void>): Promise<void> {
  const answered = probe.then(
    () => true,
    () => false,
  );
  const lied = await within(deadline.probe, 'probe', answered).catch(() => false);
  assert.equal(lied, false, 'probe resolves only when the network answered');
}

/** What the manifest promises and what the connection can must be the same. */
function assertOptional(stage: Stage, connection: Live['connection']): void {
  const { manifest } = stage.subject;
  for (const { method, isPromised, isNamed } of promises) {
    if (isPromised(manifest))
      assert.ok(connection[method], `the manifest promises ${method}, and there is no such method`);
    else if (!isNamed(manifest)) assert.equal(connection[method], undefined, `the manifest says nothing of ${method}`);
  }
  const { resolveIdentifier } = manifest;
  if (resolveIdentifier?.contactList) assert.ok(connection.contacts, 'the manifest promises a contact list');
  if (resolveIdentifier?.search) assert.ok(connection.resolve, 'the manifest promises a search');
}
