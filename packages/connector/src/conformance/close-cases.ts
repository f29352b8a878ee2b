import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deadline, eventually, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { staged } from './stage.ts';

const timeout = deadline.case;

export function closeCases(subject: Subject): void {
  it(
    'close: leaves no connection, may be called again and says nothing more',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      const told = live.host.states.length;
      await Promise.all([stage.close(live), stage.close(live)]);
      await stage.close(live);
      await stage.sees(login, 0);
      // Whatever still listened to the link would tell a loss now.
      await stage.server.stop();
      await stage.server.restart();
      await stage.nothingIsLeft(login);
      assert.deepEqual(live.host.states.slice(told), [], 'a status was told after close was called');
    }),
  );

  it(
    'close: after a crash of the server resolves too',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      await stage.server.stop();
      await stage.close(live);
      await stage.server.restart();
      await stage.nothingIsLeft(login);
      assert.ok(live.host.ends().length <= 1, 'a loss is told once');
    }),
  );

  it(
    'signal: an abort ends the connection',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const live = await stage.connected(login);
      live.host.abort();
      await stage.sees(login, 0);
      await stage.close(live);
      await stage.nothingIsLeft(login);
    }),
  );

  it(
    'signal: an abort ends a connect that is waiting for the network',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      await stage.server.goSilent();
      const host = stage.host(login);
      const start = performance.now();
      const ended = stage.connect(login, host).then(
        () => assert.fail('connect resolved although the network said nothing'),
        () => undefined,
      );
      // Far enough to have opened a socket: a quarter of a second in which it could only wait.
      await eventually(deadline.connect, 'the connector waits', () => performance.now() - start > 250);
      host.abort();
      await within(deadline.abort, 'the aborted connect rejects', ended);
      await stage.server.speakAgain();
      await stage.nothingIsLeft(login);
    }),
  );
}
