/** Bridges that are waited for are offered with what they say of themselves. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Manifest } from '@partyline/connector';
import { pino } from 'pino';
import { awaitBridges } from '../src/accounts/await-bridges.ts';
import type { BridgeDefinition } from '../src/accounts/bridge-definitions.ts';
import { ConnectorCrash } from '../src/runtime/connector-thread.ts';
import type { RunningConnector } from '../src/runtime/running-connector.ts';
import { eventually } from './support/eventually.ts';

const manifest = (displayName: string): Manifest => ({
  type: 'net',
  displayName,
  loginFlows: [{ id: 'one', name: 'One' }],
  supportsMultipleAccounts: true,
  logoutScopes: [],
  chatCapabilities: {},
});

const definition = (dialsIn: boolean): BridgeDefinition => ({
  id: dialsIn ? 'sh-net' : 'local-net',
  provider: dialsIn ? 'self-hosted' : 'local',
  manifest: manifest('place-holder'),
  module: 'file:///nothing',
  config: {},
  enabled: false,
  dialsIn,
});

const unused = () => Promise.reject(new Error('not here'));

test('a bridge is offered once it has come, and waited for again when its thread has ended', async (t) => {
  const arrivals: PromiseWithResolvers<Manifest>[] = [];
  const open = () => {
    const arrival = Promise.withResolvers<Manifest>();
    arrivals.push(arrival);
    return arrival.promise;
  };
  const connector: RunningConnector = { login: unused, connect: unused, control: unused, stop: async () => {}, open };
  const bridges = new Map([definition(true), definition(false)].map((one) => [one.id, one]));
  const connectors = new Map([...bridges.keys()].map((id) => [id, connector]));
  const awaited = awaitBridges({ bridges, connectors, log: pino({ level: 'silent' }), againMs: 10 });
  t.after(() => awaited.stop());
  const named = () => bridges.get('sh-net')?.manifest.displayName;
  // The other one is not waited for.
  assert.equal(arrivals.length, 1);
  assert.equal(bridges.get('sh-net')?.enabled, false);

  // Its thread ends while it is waited for: once more, and not twice.
  arrivals[0]?.reject(new ConnectorCrash('It ended.'));
  awaited.crashed('sh-net');
  await eventually(
    () => arrivals.length,
    (count) => count === 2,
  );
  arrivals[1]?.resolve(manifest('First'));
  await eventually(named, (name) => name === 'First');
  assert.equal(bridges.get('sh-net')?.enabled, true);

  awaited.crashed('local-net');
  awaited.crashed('sh-net');
  assert.equal(arrivals.length, 3);
  arrivals[2]?.resolve(manifest('Second'));
  await eventually(named, (name) => name === 'Second');
  assert.equal(bridges.get('local-net')?.enabled, false);
});
