/** The address guard: what this server can be made to call (design, section 5). */

import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import type { WebhookAttempt } from '@partyline/protocol';
import { createAddressGuard } from '../src/egress/address-guard.ts';
import { createEgress, reasonOf } from '../src/egress/egress.ts';
import type { Lookup } from '../src/egress/lookups.ts';
import type { Failure } from './support/api.ts';
import { addWebhook, hookFlags, openReceiver } from './support/receiver.ts';
import { startTestServer } from './support/server.ts';

const refusedAddresses = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.9.9.9',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.0.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  '2001::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '4000::1',
];
const publicAddresses = ['93.184.215.14', '8.8.8.8', '172.32.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'];

test('only public addresses are called, and those by TLS', () => {
  const guard = createAddressGuard([]);
  for (const address of refusedAddresses) assert.ok(guard.refusalOf(address, 'https:'), address);
  for (const address of publicAddresses) {
    assert.equal(guard.refusalOf(address, 'https:'), undefined, address);
    assert.ok(guard.refusalOf(address, 'http:'), address);
  }
});

test('what the owner named is called too, also without TLS, and nothing beside it', () => {
  const guard = createAddressGuard(['127.0.0.1', '10.0.0.0/8', 'fd00::/16']);
  for (const address of ['127.0.0.1', '10.255.0.1', 'fd00::5', '::ffff:10.0.0.1'])
    assert.equal(guard.refusalOf(address, 'http:'), undefined, address);
  for (const address of ['127.0.0.2', '11.0.0.1', 'fd01::5', '192.168.0.1'])
    assert.ok(guard.refusalOf(address, 'http:'), address);
});

test('no spelling of a private address is taken', async (t) => {
  const { api } = await startTestServer(t);
  for (const url of [
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.0.0.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://１２７.0.0.1/',
    'http://example.org/',
    'http://93.184.215.14/',
  ]) {
    const { status, body } = await api.call<Failure>('POST', '/v1/webhooks', { url });
    assert.deepEqual([status, body.details?.issues[0]?.path], [422, ['body', 'url']], url);
  }
});

test('a name that leads to this machine is refused when it is called', async (t) => {
  const receiver = await openReceiver(t);
  // The port that the name leads to is open, and the setting is not there.
  const { api } = await startTestServer(t);
  const webhook = await addWebhook(api, `https://localhost:${receiver.port}/`);
  const { delivered, status, error } = await api.post<WebhookAttempt>(`/v1/webhooks/${webhook.id}/test`);
  assert.deepEqual([delivered, status], [false, undefined]);
  assert.match(error ?? '', /not a public address.*webhookPrivateAddresses/);
  // With the setting the same name is called.
  const allowed = await startTestServer(t, { flags: hookFlags });
  const again = await addWebhook(allowed.api, `http://localhost:${receiver.port}/`);
  assert.equal((await allowed.api.post<WebhookAttempt>(`/v1/webhooks/${again.id}/test`)).delivered, true);
  assert.equal(receiver.received.length, 1);
});

/** A resolver whose answers the test gives, one for each connection. */
function resolver(...answers: readonly (readonly string[])[]): { lookup: Lookup; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    lookup(_hostname, _options, callback) {
      const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
      setImmediate(() =>
        callback(
          null,
          addresses.map((address) => ({ address, family: isIP(address) })),
        ),
      );
    },
  };
}

const post = { headers: {}, body: '{}', limitMs: 2_000, signal: new AbortController().signal };

test('DNS is looked at for each connection: a name that turns to this machine gains nothing', async (t) => {
  const receiver = await openReceiver(t);
  // Closed each time, so that each call connects anew.
  receiver.answer(() => (response) => response.writeHead(200, { connection: 'close' }).end());
  const { lookup, asked } = resolver(['127.0.0.1'], ['127.0.0.2'], ['127.0.0.2', '127.0.0.1']);
  const egress = createEgress({ privateAddresses: ['127.0.0.1'], lookup });
  t.after(() => egress.close());
  const url = new URL(`http://rebinding.example:${receiver.port}/`);
  assert.equal((await egress.post({ ...post, url })).status, 200);
  await assert.rejects(egress.post({ ...post, url }), (error) => /127\.0\.0\.2 is not a public/.test(reasonOf(error)));
  // Of several addresses only those are connected to that may be.
  assert.equal((await egress.post({ ...post, url })).status, 200);
  assert.equal(asked(), 3);
  assert.equal(receiver.received.length, 2);
});

test('no more than two names are looked up at once, and the others have their turn', async (t) => {
  const receiver = await openReceiver(t);
  const hanging: (() => void)[] = [];
  const egress = createEgress({
    privateAddresses: ['127.0.0.1'],
    lookup: (_hostname, _options, callback) =>
      void hanging.push(() => callback(null, [{ address: '127.0.0.1', family: 4 }])),
  });
  t.after(() => egress.close());
  const url = new URL(`http://slow.example:${receiver.port}/`);
  const calls = [1, 2, 3, 4].map(() => egress.post({ ...post, url, limitMs: 300 }));
  for (const { status } of await Promise.allSettled(calls)) assert.equal(status, 'rejected');
  assert.equal(hanging.length, 2);
  const later = egress.post({ ...post, url });
  while (receiver.received.length === 0 && hanging.length > 0) {
    hanging.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal((await later).status, 200);
});

test('a call has a time limit, from first to last', async (t) => {
  const receiver = await openReceiver(t);
  const egress = createEgress({ privateAddresses: ['127.0.0.1'] });
  t.after(() => egress.close());
  const url = new URL(receiver.url);
  receiver.answer(() => () => undefined);
  await assert.rejects(egress.post({ ...post, url, limitMs: 100 }), { message: 'No answer within 0.1 s' });
  // A drop now and then does not prolong it, and the status that has come counts.
  receiver.answer(() => (response) => {
    response.writeHead(201);
    const drops = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(drops));
  });
  const begun = performance.now();
  assert.equal((await egress.post({ ...post, url, limitMs: 300 })).status, 201);
  assert.ok(performance.now() - begun < 1_500);
});

test('a connection that the other side closed while it was kept is made anew', async (t) => {
  const receiver = await openReceiver(t);
  const egress = createEgress({ privateAddresses: ['127.0.0.1'] });
  t.after(() => egress.close());
  const url = new URL(receiver.url);
  for (let call = 0; call < 20; call++) {
    assert.equal((await egress.post({ ...post, url })).status, 200);
    receiver.dropIdle();
  }
  assert.equal(receiver.received.length, 20);
});
