/** What the machine can do at best, measured in the same run, so that figures of different machines can be read. */

import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Report, Scale } from '../report.ts';

export async function limits(scale: Scale): Promise<Report> {
  const count = scale.small ? 20 : 500;
  const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'));
  try {
    const values = {
      loopback: [] as number[],
      fdatasync: [] as number[],
      json: [] as number[],
      sqlite: [] as number[],
    };
    for (let run = 0; run < scale.runs; run++) {
      values.loopback.push(await loopbackRoundTrip(count));
      values.fdatasync.push(fdatasync(join(folder, 'file'), count));
      values.json.push(stringify(count));
      values.sqlite.push(commitRate(join(folder, `db${run}`), count));
    }
    return {
      id: 'limits',
      title: 'what this machine can do at best',
      figures: [
        { name: 'loopback round trip', unit: 'µs', values: values.loopback },
        { name: 'write and fdatasync', unit: 'µs', values: values.fdatasync },
        { name: 'JSON.stringify', unit: 'MB/s', values: values.json },
        { name: 'single-row FULL commits, raw SQLite', unit: '/s', values: values.sqlite },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function loopbackRoundTrip(count: number): Promise<number> {
  const server = createServer((socket) => socket.setNoDelay().pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  const socket = connect(address.port, '127.0.0.1').setNoDelay();
  await new Promise((resolve) => socket.once('connect', resolve));
  const started = performance.now();
  for (let index = 0; index < count; index++) {
    const answer = new Promise((resolve) => socket.once('data', resolve));
    socket.write('x');
    await answer;
  }
  const passed = performance.now() - started;
  socket.destroy();
  server.close();
  return (passed / count) * 1_000;
}

function fdatasync(path: string, count: number): number {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096);
  const started = performance.now();
  for (let index = 0; index < count; index++) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  return ((performance.now() - started) / count) * 1_000;
}

function stringify(count: number): number {
  const value = Array.from({ length: 100 }, (_, index) => ({
    id: `account-${index}`,
    status: 'connected',
    user: { id: 'x', isSelf: true },
  }));
  const bytes = Buffer.byteLength(JSON.stringify(value));
  const started = performance.now();
  for (let index = 0; index < count; index++) JSON.stringify(value);
  return (bytes * count) / (performance.now() - started) / 1_000;
}

/** @returns single-row commits a second, each on the disk when it returns */
export function commitRate(path: string, count: number): number {
  const database = new DatabaseSync(path);
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, text text)',
  );
  const insert = database.prepare('insert into t (text) values (?)');
  const started = performance.now();
  for (let index = 0; index < count; index++) insert.run('a message of ordinary length, as people write them');
  const passed = performance.now() - started;
  database.close();
  return (count / passed) * 1_000;
}
