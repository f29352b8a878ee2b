/** `npm run fuzz -- 200000 [--seed n]`: as many generated requests as wanted, by hand. */

import { parseArgs } from 'node:util';
import { removeFolder, temporaryFolder } from '../support/server.ts';
import { campaign } from './campaign.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 30)) } },
});
const wanted = Number(positionals[0] ?? 10_000);
const seed = Number(values.seed);
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(seed)) {
  process.stderr.write('Usage: npm run fuzz -- <requests> [--seed <integer>]\n');
  process.exit(2);
}

process.stdout.write(`${wanted} requests, seed ${seed}\n`);
const dataDir = await temporaryFolder();
const started = performance.now();
const { complaints, ...figures } = await campaign({
  requests: wanted,
  seed,
  dataDir,
  progress: (count) => {
    if (count % 10_000 === 0) process.stdout.write(`${count} requests\n`);
  },
});
const seconds = Math.round((performance.now() - started) / 1_000);
process.stdout.write(`${JSON.stringify({ ...figures, seconds }, null, 2)}\n`);
for (const complaint of complaints.slice(0, 100)) process.stdout.write(`WRONG: ${complaint}\n`);
process.stdout.write(
  complaints.length === 0 ? 'No failure of the server, no hang.\n' : `${complaints.length} wrong; data: ${dataDir}\n`,
);
if (complaints.length === 0) await removeFolder(dataDir);
process.exit(complaints.length === 0 ? 0 : 1);
