/** `npm run kill -- 1000 [--network irc|ngircd|sandbox|bridge] [--seed n]`: as many kills as wanted, by hand. */

import { parseArgs } from 'node:util';
import { removeFolder, temporaryFolder } from '../support/server.ts';
import { campaign } from './campaign.ts';
import { type Network, networks } from './networks.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    network: { type: 'string', default: 'irc' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const kills = Number(positionals[0] ?? 100);
const seed = Number(values.seed);
const known = Object.keys(networks);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed) || !isKnown(values.network)) {
  process.stderr.write(`Usage: npm run kill -- <kills> [--network ${known.join('|')}] [--seed <integer>]\n`);
  process.exit(2);
}

function isKnown(name: string): name is Network {
  return known.includes(name);
}

const network = networks[values.network];
process.stdout.write(`${kills} kills, network ${values.network}, seed ${seed}\n`);
const dataDir = await temporaryFolder();
const started = performance.now();
const { complaints, errors, ...figures } = await campaign({
  kills,
  seed,
  dataDir,
  sendsPerSecond: network.sendsPerSecond,
  restEvery: network.restEvery,
  field: (victimOf) => network.field(dataDir, victimOf),
  progress: (count) => {
    if (count % 10 === 0) process.stdout.write(`${count} kills\n`);
  },
});
const seconds = Math.round((performance.now() - started) / 1_000);
process.stdout.write(`${JSON.stringify({ ...figures, seconds }, null, 2)}\n`);
for (const line of errors) process.stdout.write(`logged: ${line}\n`);
for (const complaint of complaints.slice(0, 100)) process.stdout.write(`WRONG: ${complaint}\n`);
process.stdout.write(
  complaints.length === 0 ? 'Nothing lost, nothing twice.\n' : `${complaints.length} wrong; data: ${dataDir}\n`,
);
if (complaints.length === 0) await removeFolder(dataDir);
process.exit(complaints.length === 0 ? 0 : 1);
