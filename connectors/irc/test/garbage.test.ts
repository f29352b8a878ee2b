/** The parser survives anything: through the real socket, parser, dispatch and ingest of a live connection. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Garbage } from './garbage.ts';
import { irc, loginTo, outgoing, Recorder } from './recorder.ts';
import { type ScriptedServer, startScriptedServer, WELCOME } from './scripted-server.ts';

/** `PARTYLINE_GARBAGE_LINES` and `PARTYLINE_GARBAGE_SEED` make it longer, shorter or different. */
const LINES = Number(process.env['PARTYLINE_GARBAGE_LINES'] ?? 1_000_000);
const SEED = Number(process.env['PARTYLINE_GARBAGE_SEED'] ?? 20_260_101);
const LINES_A_MARKER = 1000;

test(`${LINES} lines of garbage do not harm a connection`, { timeout: 180_000 }, async (t) => {
  const server = await startScriptedServer(true);
  t.after(() => server.end());
  const notes: string[] = [];
  const host = new Recorder({
    debug: (text) => notes.push(text),
    info: () => {},
    warn: () => {},
    error: (text) => notes.push(text),
  });
  host.store = () => nextTurn();
  const connection = await irc().connect(loginTo(server), host);
  const connected = structuredClone(host.states);

  const markers = await pour(server, LINES);
  await server.write('PING :the-end\r\n');
  await server.line(/^PONG :the-end$/, 120_000);

  const texts = host.messages.map((event) => event.text).filter((text) => text.startsWith('marker '));
  assert.deepEqual(texts, markers, 'sound messages between the garbage arrived, in order');
  assert.deepEqual(host.states, connected, 'the status never changed');
  await connection.probe?.();
  assert.deepEqual(await connection.send(outgoing('#chan', 'still here')), {});
  await server.line(/^PRIVMSG #chan :still here$/);
  assert.ok(notes.length < 100, `the log was flooded: ${notes.length} entries`);
  for (const event of host.messages) {
    assert.ok(event.id !== '' && event.chat.id !== '' && event.sender.id !== '');
    assert.ok(Number.isSafeInteger(event.timestamp));
  }
  await connection.close();
});

test('garbage before the welcome does not keep us out', { timeout: 60_000 }, async (t) => {
  const server = await startScriptedServer(false);
  t.after(() => server.end());
  const host = new Recorder();
  const connecting = irc().connect(loginTo(server), host);
  await server.line(/^USER /);
  const garbage = new Garbage(SEED);
  for (let count = 0; count < 20_000; count += 1) {
    const line = garbage.line();
    // A refusal of the nick or of us, and a welcome, mean what they say at this point.
    if (!/\b(?:001|43[2367]|46[345])\b|ERROR/.test(line.toString('latin1')))
      await server.write(Buffer.concat([line, CRLF]));
  }
  await server.write(WELCOME);
  const connection = await connecting;
  assert.equal(host.last?.state, 'connected');
  await connection.close();
});

test('a line that makes the library throw is noted and passed over', { timeout: 20_000 }, async (t) => {
  const server = await startScriptedServer(false);
  t.after(() => server.end());
  const notes: string[] = [];
  const debug = (text: string) => notes.push(text);
  const connecting = irc().connect(
    loginTo(server),
    new Recorder({ debug, info: () => {}, warn: () => {}, error: () => {} }),
  );
  await server.line(/^USER /);
  // irc-framework 4.14.0 looks up the mechanisms of a SASL that was never offered.
  await server.write(`CAP * LS :message-tags\r\nCAP * ACK :sasl\r\n${WELCOME}`);
  const connection = await connecting;
  assert.deepEqual(notes, ['lines from the server could not be handled']);
  await connection.close();
});

const CRLF = Buffer.from('\r\n');

/** Writes `count` lines and a sound message after every thousandth; the texts of those. */
async function pour(server: ScriptedServer, count: number): Promise<string[]> {
  const garbage = new Garbage(SEED);
  const markers: string[] = [];
  let pending: Buffer[] = [];
  for (let line = 1; line <= count; line += 1) {
    pending.push(garbage.line(), CRLF);
    if (line % LINES_A_MARKER !== 0) continue;
    markers.push(`marker ${line}`);
    pending.push(Buffer.from(`:bob!b@h PRIVMSG #chan :marker ${line}\r\n`));
    await server.write(Buffer.concat(pending));
    pending = [];
  }
  return markers;
}
