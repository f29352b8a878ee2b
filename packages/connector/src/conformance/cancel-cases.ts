import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deadline, eventually, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import type { ScriptedLogin } from './scripted-login.ts';
import { type Stage, staged } from './stage.ts';

const timeout = deadline.case;
/** So long without a question, and the connector must be busy with the network, which does not answer. */
const BUSY_MS = 250;

export function cancelCases(subject: Subject): void {
  it(
    'cancel: a login that is asking ends at once and leaves no connection',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const asking = Promise.withResolvers<void>();
      const person: ScriptedLogin = stage.person('right', () => {
        asking.resolve();
        return person.never();
      });
      const attempt = stage.signIn(person);
      // A login that ends without a question fails below.
      await Promise.race([asking.promise, attempt]);
      await assertEnds(person, attempt);
      await stage.nothingIsLeft(login);
    }),
  );

  it(
    'cancel: a login that is connecting ends at once and leaves no connection',
    { timeout },
    staged(subject, async (stage) => {
      await cancelInSilence(stage, async (person) => {
        await eventually(deadline.login, 'the connector is busy with the network', () => {
          return performance.now() - person.lastMove > BUSY_MS;
        });
      });
    }),
  );

  it(
    'cancel: a login that was just answered ends at once and leaves no connection',
    { timeout },
    staged(subject, async (stage) => {
      await cancelInSilence(stage, async (person) => {
        const start = person.lastMove;
        await eventually(deadline.login, 'something is answered or shown', () => {
          return person.lastMove > start || performance.now() - start > BUSY_MS;
        });
      });
    }),
  );

  it(
    'cancel: a login that is cancelled before it starts opens nothing',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      const person = stage.person('right');
      person.cancel();
      await assertEnds(person, stage.signIn(person));
      await stage.nothingIsLeft(login);
    }),
  );
}

/** The server is silent, so that the login cannot get further than the network. */
async function cancelInSilence(stage: Stage, moment: (person: ScriptedLogin) => Promise<void>): Promise<void> {
  const login = await stage.login();
  await stage.server.goSilent();
  const person = stage.person('right');
  const attempt = stage.signIn(person);
  attempt.catch(() => {});
  await moment(person);
  await assertEnds(person, attempt);
  await stage.server.speakAgain();
  await stage.nothingIsLeft(login);
}

async function assertEnds(person: ScriptedLogin, attempt: Promise<unknown>): Promise<void> {
  const ended = attempt.then(
    () => assert.fail('a cancelled login gave a result'),
    () => undefined,
  );
  person.cancel();
  await within(deadline.abort, 'the cancelled login rejects', ended);
}
