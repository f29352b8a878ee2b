/**
 * A bridge program that speaks the bridge's side of bridgev2 as real ones do (appservice websocket, client-server routes, provisioning), to a network
 * that the test plays (`network.ts`). It stands in for real bridges where tests must be fast; requests come in the order in which real ones make them.
 */

import { existsSync, readFileSync } from 'node:fs';
import { Bridge } from './bridge.ts';
import { openKept } from './kept.ts';
import { openMatrix } from './matrix.ts';
import { connectSocket } from './socket.ts';

const args = process.argv.slice(2);
if (args.includes('--version-json')) {
  process.stdout.write(
    JSON.stringify({
      Name: process.env['DOUBLE_NAME'] ?? 'mautrix-double',
      FormattedVersion: process.env['DOUBLE_VERSION'] ?? 'v0.1.0',
      Mautrix: { Version: 'v0.30.0', Commit: '' },
    }),
  );
  process.exit(0);
}
const configPath = args[args.lastIndexOf('-c') + 1] ?? '';
const config = JSON.parse(readFileSync(configPath, 'utf8'));
if (config.network?.exit !== undefined) process.exit(config.network.exit);
if (config.network?.down !== undefined && existsSync(config.network.down))
  process.exit(Number(readFileSync(config.network.down, 'utf8')) || 1);
log('info', 'starting');

const kept = openKept(config.database.uri);
const matrix = openMatrix(config);
const bridge = new Bridge({ config, kept, matrix });
const socket = connectSocket(config, bridge);
bridge.attach(socket);
await bridge.start();
log('info', 'Bridge started');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    log('info', 'stopping');
    process.exit(0);
  });
}

function log(level: string, message: string): void {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), message })}\n`);
}
