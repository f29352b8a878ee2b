import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Login, LoginResult } from '../contract.ts';
import { LoginError } from '../errors.ts';
import { deadline } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import type { ScriptedLogin } from './scripted-login.ts';
import { type Stage, staged } from './stage.ts';

const timeout = deadline.case;

export function loginCases(subject: Subject): void {
  it(
    'login: the right answers give plain data with the secrets apart',
    { timeout },
    staged(subject, async (stage) => {
      const result = await stage.signIn(stage.person('right'));
      assertResult(result);
      await stage.nothingIsLeft(kept(result));
    }),
  );

  it(
    'login: a wrong password is refused',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      await assertRefused(stage, stage.person('wrong'));
      await stage.nothingIsLeft(login);
    }),
  );

  it(
    'login: an unreachable server is said',
    { timeout },
    staged(subject, async (stage) => {
      await stage.server.stop();
      await assertRefused(stage, stage.person('right'));
    }),
  );

  it(
    'login: the same answers again give the same identity',
    { timeout },
    staged(subject, async (stage) => {
      const first = await stage.signIn(stage.person('right'));
      const second = await stage.signIn(stage.person('right'));
      assert.deepEqual(identity(second), identity(first));
    }),
  );

  it(
    'login: repairing a login gives the same identity',
    { timeout },
    staged(subject, async (stage) => {
      const first = await stage.signIn(stage.person('right'));
      const repaired = await stage.signIn(stage.person('right'), kept(first));
      assert.deepEqual(identity(repaired), identity(first));
      await stage.nothingIsLeft(kept(repaired));
    }),
  );

  it(
    'login: a repair with a wrong password is refused and leaves the login as it was',
    { timeout },
    staged(subject, async (stage) => {
      const login = await stage.login();
      await assertRefused(stage, stage.person('wrong'), login);
      await stage.nothingIsLeft(login);
    }),
  );
}

function kept(result: LoginResult): Login {
  return {
    loginID: 'conformance',
    remoteID: result.remoteID,
    settings: result.settings,
    secrets: result.secrets,
  };
}

function identity(result: LoginResult): unknown {
  return { login: result.remoteID, accounts: result.accounts.map((account) => account.remoteID) };
}

function assertResult(result: LoginResult): void {
  assert.notEqual(result.remoteID, '');
  assert.deepEqual(JSON.parse(JSON.stringify(result.settings)), result.settings, 'settings are JSON');
  for (const secret of Object.values(result.secrets)) assert.equal(typeof secret, 'string');
  const remoteIDs = result.accounts.map((account) => account.remoteID);
  assert.notEqual(remoteIDs.length, 0);
  assert.equal(new Set(remoteIDs).size, remoteIDs.length, 'each account has a remoteID of its own');
  for (const account of result.accounts) {
    assert.notEqual(account.remoteID, '');
    assert.notEqual(account.network, '');
    assert.notEqual(account.user.id, '');
  }
}

/** A refusal is a LoginError with a code and a text, or the question again with instructions. */
async function assertRefused(stage: Stage, person: ScriptedLogin, previous?: Login): Promise<void> {
  await assert.rejects(stage.signIn(person, previous), (error: unknown) => {
    if (person.askedAgain !== undefined) return true;
    assert.ok(error instanceof LoginError, `expected a LoginError, got ${String(error)}`);
    assert.notEqual(error.code, '');
    assert.notEqual(error.message.trim(), '');
    return true;
  });
}
