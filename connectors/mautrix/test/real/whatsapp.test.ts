/** A real bridge under the host, unmodified: WhatsApp's, built here from its Go modules. Its network need not be reachable. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { removeFolder, temporaryFolder } from '../../../../test/support/server.ts';
import { eventually } from '../api.ts';
import { missingTools } from './go.ts';
import { buildProgram, realProgram } from './programs.ts';
import { bridgesOn, install, type Serving, serve } from './serving.ts';
import { begin, submit } from './try-flows.ts';

/** Of one case; a network that cannot be reached is found out within it. */
const timeout = 120_000;

const whatsapp = realProgram('mautrix-whatsapp-v0.2512.0');
const missing = await missingTools(whatsapp.folder);
if (process.env['CI'] === 'true' && missing !== undefined) throw new Error(missing);

test("WhatsApp's own bridge", { skip: missing ?? false }, async (t) => {
  let dataDir = '';
  let serving: Serving;

  // A cold build is some minutes of work for a small machine.
  t.before(
    async () => {
      const program = await buildProgram(whatsapp);
      dataDir = await temporaryFolder();
      install(dataDir, program, 'mautrix-whatsapp');
    },
    { timeout: 30 * 60_000 },
  );
  t.after(async () => {
    await serving?.stop();
    await removeFolder(dataDir);
  });

  const offered = async () => {
    const { items } = await serving.api.get<{ items: { id: string }[] }>('/v1/bridges');
    const flows = await serving.api.get<{ items: { id: string }[] }>('/v1/bridges/local-whatsapp/login-flows');
    return { bridge: items.find(({ id }) => id === 'local-whatsapp'), flows: flows.items.map(({ id }) => id) };
  };

  await t.test('is found, started, and says how one signs in', { timeout }, async () => {
    serving = await serve(dataDir);
    const { bridge, flows } = await offered();
    assert.partialDeepStrictEqual(bridge, { type: 'whatsapp', displayName: 'WhatsApp', status: 'available' });
    assert.deepEqual(flows, ['qr', 'phone']);
  });

  await t.test('shows its QR code, or says that its network cannot be reached', { timeout }, async () => {
    const { status, currentStep, error } = await begin(serving.api, 'local-whatsapp', 'qr');
    if (status === 'waiting_for_display') return assert.equal(currentStep?.display?.type, 'qr');
    assert.equal(error?.code, 'unreachable');
    assert.match(error?.message ?? '', /^WhatsApp could not be reached: /);
  });

  await t.test('asks for a telephone number, and makes no account of a wrong one', { timeout }, async () => {
    const form = await begin(serving.api, 'local-whatsapp', 'phone');
    assert.partialDeepStrictEqual(form.currentStep, {
      type: 'user_input',
      fields: [{ id: 'phone_number', type: 'phone_number' }],
    });
    const { status, error } = await submit(serving.api, 'local-whatsapp', form, { phone_number: '+1 23' });
    assert.equal(status, 'failed');
    assert.match(error?.message ?? '', /could not be reached: .|too short/i);
    assert.deepEqual(await serving.api.get('/v1/accounts'), []);
    assert.partialDeepStrictEqual((await offered()).bridge, { status: 'available' });
    // It goes on with the next who tries.
    assert.equal((await begin(serving.api, 'local-whatsapp', 'phone')).status, 'waiting_for_input');
  });

  await t.test('ends with a server that is killed, and starts again under the next', { timeout }, async () => {
    assert.notDeepEqual(bridgesOn(dataDir), []);
    const killed = serving;
    await killed.kill();
    await eventually(
      () => bridgesOn(dataDir),
      ({ length }) => length === 0,
    );
    serving = await serve(dataDir);
    assert.deepEqual((await offered()).flows, ['qr', 'phone']);
    assert.equal((await begin(serving.api, 'local-whatsapp', 'phone')).status, 'waiting_for_input');
    assert.notDeepEqual(bridgesOn(dataDir), []);
    assert.equal(await serving.stop(), 0);
    assert.deepEqual(bridgesOn(dataDir), []);
    const unknown = [...killed.log, ...serving.log].filter(({ route }) => route !== undefined);
    assert.deepEqual(unknown, [], 'the bridge asked the host for something it does not know');
  });
});
