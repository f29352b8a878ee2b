/** Another process holds the database for 20 s, as a backup tool or a person with a database browser would. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { passThrough } from './kill/trouble.ts';
import { requireProgram } from './support/ircd.ts';
import { environment, removeFolder, temporaryFolder } from './support/server.ts';

const holder = `
import { DatabaseSync } from 'node:sqlite';
const database = new DatabaseSync(process.argv[1], { timeout: 10_000 });
database.exec('begin immediate');
process.stdout.write('held');
process.stdin.on('end', () => process.exit(0)).resume();
`;

test('a locked database loses nothing and doubles nothing', {
  skip: requireProgram('inspircd', 'openssl'),
}, async (t) => {
  const dataDir = await temporaryFolder();
  t.after(() => removeFolder(dataDir));
  const path = join(dataDir, 'partyline.db');
  let release = async () => {};
  t.after(() => release());
  const { complaints, ...figures } = await passThrough({
    dataDir,
    async begin() {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', holder, path], {
        env: environment(),
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      release = async () => {
        child.stdin.end();
        await ended;
      };
      await once(child.stdout, 'data');
    },
    end: () => release(),
    lastsMs: 20_000,
  });
  t.diagnostic(JSON.stringify({ ...figures, errors: figures.errors.length }));
  assert.deepEqual(complaints, []);
});
