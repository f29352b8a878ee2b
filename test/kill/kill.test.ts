/**
 * Design contracts 1 to 3: `kill -9` at any point loses nothing that was acknowledged and doubles nothing, a send happens once or says that it is
 * uncertain, and a reader with a cursor sees each event once. `npm run kill -- 1000` does the same for longer.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ircBridge } from '../../connectors/mautrix/test/irc/program.ts';
import { requireProgram } from '../support/ircd.ts';
import { removeFolder, temporaryFolder } from '../support/server.ts';
import { campaign } from './campaign.ts';
import { type Network, networks } from './networks.ts';

const runs: readonly { readonly network: Network; readonly kills: number; readonly skip: string | false }[] = [
  { network: 'irc', kills: 12, skip: requireProgram('inspircd', 'openssl') },
  { network: 'ngircd', kills: 8, skip: requireProgram('ngircd', 'openssl') },
  { network: 'sandbox', kills: 10, skip: false },
  { network: 'bridge', kills: 5, skip: (await ircBridge()).skip || requireProgram('inspircd', 'openssl') },
];

for (const { network, kills, skip } of runs) {
  test(`${kills} kills lose nothing and double nothing: ${network}`, { skip, timeout: 480_000 }, async (t) => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    t.diagnostic(`the same again: npm run kill -- ${kills} --network ${network} --seed ${seed}`);
    const { sendsPerSecond, restEvery, field } = networks[network];
    const dataDir = await temporaryFolder();
    t.after(() => removeFolder(dataDir));
    const { complaints, ...figures } = await campaign({
      kills,
      seed,
      dataDir,
      sendsPerSecond,
      restEvery,
      field: (victimOf) => field(dataDir, victimOf),
    });
    t.diagnostic(JSON.stringify({ ...figures, errors: figures.errors.length }));
    assert.deepEqual(complaints, []);
    assert.ok(figures.acknowledged > 0 && figures.accepted > 0 && figures.events > 0);
  });
}
