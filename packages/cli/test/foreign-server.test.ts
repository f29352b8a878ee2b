import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fakeServer } from './fake-server.ts';
import { run, temporaryFolder } from './run.ts';

/** Those that the command line looks at, from the end, where servers of this machine are least likely. */
const usualPorts = Array.from({ length: 20 }, (_, index) => 23392 - index);
const token = { BEEPER_ACCESS_TOKEN: 'a-good-token' };

/** A server on a usual port, and a home without any of ours. */
async function strangerAndHome(t: TestContext) {
  const stranger = await fakeServer(t, usualPorts);
  const home = await temporaryFolder(t);
  const list = async (args: readonly string[], env = {}) => {
    const { code, stdout } = await run(['accounts', 'list', '--json', ...args], {
      env: { XDG_DATA_HOME: home, ...env },
    });
    return { code, document: JSON.parse(stdout) };
  };
  return { stranger, home, list };
}

test('a data folder without its server: nobody else is called, whatever token there is', async (t) => {
  const { stranger, home, list } = await strangerAndHome(t);
  const usual = join(home, 'partyline');
  await mkdir(usual);
  const named = await temporaryFolder(t);
  for (const [folder, args, start] of [
    [usual, [], 'npm start'],
    [named, ['--data-dir', named], `npm start -- --data-dir ${named}`],
  ] as const) {
    for (const env of [{}, token]) {
      const { code, document } = await list(args, env);
      assert.deepEqual([code, document.error.code], [4, 'server_not_found']);
      const { message, otherServers } = document.error;
      assert.ok(
        message.startsWith(`The server of the data folder ${folder} is not running. Start it with \`${start}\``),
      );
      assert.match(message, /another Partyline answers at .*; it does not use this folder: name it with --url/);
      assert.ok(otherServers.includes(stranger.url), otherServers);
    }
  }
  assert.deepEqual(stranger.tokens, []);
});

test('no data folder at all: the server that was found is named, and not called until the person names it', async (t) => {
  const { stranger, list } = await strangerAndHome(t);
  const { code, document } = await list([], token);
  assert.deepEqual([code, document.error.code], [4, 'server_not_found']);
  assert.match(document.error.message, /A Partyline answers at .*: pass --url http:\S+ and a token\./);
  assert.ok(document.error.message.includes(stranger.url));
  assert.deepEqual(stranger.tokens, []);
  const named = await list(['--url', stranger.url], token);
  assert.deepEqual([named.code, named.document], [0, []]);
});

test('doctor lists the others, and does not call them', async (t) => {
  const { stranger, home } = await strangerAndHome(t);
  const { code, stdout } = await run(['doctor', '--json'], { env: { XDG_DATA_HOME: home, ...token } });
  assert.equal(code, 4);
  const { findings } = JSON.parse(stdout);
  const message = `another Partyline answers at ${stranger.url}; it uses another data folder`;
  assert.deepEqual(
    findings.filter((finding: { message: string }) => finding.message.includes(`${stranger.url};`)),
    [{ check: 'other server', level: 'warn', message }],
  );
  assert.deepEqual(stranger.tokens, []);
});

test('doctor: the server that was named is none of the others', async (t) => {
  const { stranger, home } = await strangerAndHome(t);
  const { stdout } = await run(['doctor', '--json', '--url', stranger.url], { env: { XDG_DATA_HOME: home, ...token } });
  const { findings } = JSON.parse(stdout);
  assert.ok(!stdout.includes(`${stranger.url};`));
  assert.ok(findings.some((finding: { check: string; level: string }) => finding.check === 'port'));
});
