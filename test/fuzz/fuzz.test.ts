/** A small part of `npm run fuzz`: generated requests, with tokens of every kind, never make the server fail. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { removeFolder, temporaryFolder } from '../support/server.ts';
import { campaign } from './campaign.ts';

it('answers whatever it is asked with what /v1/spec declares, and never fails or hangs', async (t) => {
  const dataDir = await temporaryFolder();
  t.after(() => removeFolder(dataDir));
  const { requests, tokens, succeeded, complaints } = await campaign({ requests: 2_000, seed: 1, dataDir });
  assert.deepEqual(complaints, []);
  assert.equal(requests, 2_000);
  assert.equal(Object.keys(tokens).length, 7);
  // Else it only found out that what is refused is refused.
  assert.ok(succeeded > 40, String(succeeded));
});
