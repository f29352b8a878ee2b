/** How long the short-lived parts of a sign-in last, on a clock that the test holds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passphrase, pkce } from '../../../test/support/sign-in.ts';
import type { Asked } from '../src/auth/oauth/approvals.ts';
import type { Client } from '../src/auth/oauth/clients.ts';
import { createCodes } from '../src/auth/oauth/codes.ts';
import { createDeviceCodes } from '../src/auth/oauth/device-codes.ts';
import { openOwnerDesk } from '../src/auth/owner/owner-desk.ts';
import { shortLived } from '../src/auth/short-lived.ts';
import { createShownPages } from '../src/auth/shown-pages.ts';
import { openStore } from '../src/store/store.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder } from './support/server.ts';

const client: Client = {
  id: 'client',
  name: 'Program',
  uri: undefined,
  redirectURIs: [],
  grantTypes: ['authorization_code'],
  scopes: ['read'],
  userAgent: undefined,
  remoteAddress: undefined,
  createdAt: new Date(0),
};
const approved = { owner: 'owner', client, scopes: ['read'] } as const;
const minute = 60_000;

test('an authorization code is good for a minute', async () => {
  let now = 0;
  const codes = createCodes(
    () => Promise.resolve(),
    () => now,
  );
  const { verifier, challenge } = pkce();
  const redeem = (code: string) =>
    codes.redeem({ code, verifier, clientID: undefined, redirectURI: undefined }, async () => ({ grantID: 'g' }));
  const [early, late] = [0, 1].map(() => codes.make({ ...approved, redirectURI: 'x:y', challenge }));
  now = minute - 1;
  assert.deepEqual(await redeem(early ?? ''), { grantID: 'g' });
  now = minute;
  await assert.rejects(redeem(late ?? ''), { code: 'invalid_grant' });
});

test('an approval page is good for ten minutes', () => {
  let now = 0;
  const approvals = createShownPages<Asked>(() => now);
  const asked = { kind: 'device', userCode: 'X', client, scopes: ['read'] } as const;
  const [early, late] = [approvals.show(asked, 'browser'), approvals.show(asked, 'browser')];
  now = 10 * minute - 1;
  assert.equal(approvals.take(early, 'browser'), asked);
  now = 10 * minute;
  assert.equal(approvals.take(late, 'browser'), undefined);
});

test('a device code can be approved for a quarter of an hour, and a device that asks in time is not slowed down', () => {
  let now = 0;
  const devices = createDeviceCodes(() => now);
  const { deviceCode, userCode } = devices.begin({ client, scopes: ['read'] });
  const ask = () => {
    try {
      return devices.redeem(deviceCode, undefined);
    } catch (error) {
      return Reflect.get(Object(error), 'code');
    }
  };
  assert.equal(ask(), 'authorization_pending');
  now = 5_000;
  assert.equal(ask(), 'authorization_pending');
  now = 9_000;
  assert.equal(ask(), 'slow_down');
  now = 9_000 + 9_999;
  assert.equal(ask(), 'slow_down');
  now = 15 * minute;
  assert.equal(devices.find(userCode), undefined);
  assert.equal(devices.decide(userCode, approved), false);
  assert.equal(ask(), 'expired_token');
  assert.equal(ask(), 'invalid_grant');
});

test('the claim link works for an hour, a session for thirty days after its last use', async (t) => {
  let now = 1_000;
  const store = await openStore(temporaryFolder(t));
  t.after(() => store.close());
  const late = await openOwnerDesk(store, () => now);
  now += 60 * minute;
  assert.deepEqual(Object.keys(await late.claim(late.claimCode ?? '', passphrase)), ['refusal']);
  const desk = await openOwnerDesk(store, () => now);
  const claimed = await desk.claim(desk.claimCode ?? '', passphrase);
  assert.ok('session' in claimed);
  const { secret, appKey } = claimed.session;
  const days = 24 * 60 * minute;
  now += 29 * days;
  assert.equal((await desk.session(secret))?.owner, 'owner');
  await eventually(
    () => store.read.selectFrom('owner_sessions').select('expires_at').executeTakeFirst(),
    (row) => Number(row?.expires_at) > now + 29 * days,
  );
  now += 29 * days;
  assert.equal((await desk.appSession(secret, appKey))?.owner, 'owner');
  now += 31 * days;
  assert.equal(await desk.session(secret), undefined);
  assert.equal((await openOwnerDesk(store)).claimCode, undefined);
});

test('of what is kept for a while, the newest thousand are', () => {
  const kept = shortLived<number>(minute, () => 0);
  for (let n = 0; n < 1_500; n++) kept.put(String(n), n);
  assert.equal(kept.get('0'), undefined);
  assert.equal(kept.take('1499'), 1_499);
  assert.equal(kept.take('1499'), undefined);
});
