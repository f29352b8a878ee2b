/** Every benchmark runs, beside everything it is compared with. What it measures is not judged here. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireProgram } from './support/ircd.ts';
import { run } from './support/program.ts';
import { repository } from './support/server.ts';

/** What it is compared with is installed by npm, which may need to be told how to reach its registry. */
const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
const main = join(repository, 'bench/src/main.ts');

for (const name of ['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9']) {
  test(`${name} runs`, { skip: requireProgram('ngircd', 'openssl', 'wrk', 'znc', 'nats-server') }, async () => {
    const { code, stdout, stderr } = await run(process.execPath, [main, name, '--small'], { env, limitMs: 180_000 });
    assert.equal(code, 0, stderr);
    const [, own = ''] = stdout.split(`\n${name}  `);
    assert.match(own, /\d (?:\/s|ms|×|MB|deliveries\/s)/);
    assert.doesNotMatch(own, /NaN|Infinity|is not here to compare with|could not be installed/);
  });
}
