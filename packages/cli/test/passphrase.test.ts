import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from './run.ts';
import { serve } from './served.ts';

test('a start shows the link to claim the server until somebody did; a reset brings it back', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  const flags = ['--port=0', '--data-dir', dataDir, '--log-level', 'silent'];
  const reset = async () => JSON.parse((await run(['passphrase', 'reset', '--json', '--data-dir', dataDir])).stdout);
  const linkOf = (text: string) => /http:\/\/localhost:\d+\/claim\/[\w-]{43}/.exec(text)?.[0];

  const first = await serve(flags);
  const link = linkOf(first.output());
  assert.ok(link, first.output());
  const passphrase = 'four words nobody joins';
  const claimed = await fetch(link, {
    method: 'POST',
    headers: { origin: new URL(link).origin },
    body: new URLSearchParams({ passphrase, again: passphrase }),
  });
  assert.equal(claimed.status, 200);
  await first.stop();

  const second = await serve(flags);
  assert.equal(linkOf(second.output()), undefined);
  await second.stop();
  assert.deepEqual(await reset(), { reset: true });
  assert.deepEqual(await reset(), { reset: false });

  const third = await serve(flags);
  assert.notEqual(linkOf(third.output()), undefined);
  await third.stop();
});
