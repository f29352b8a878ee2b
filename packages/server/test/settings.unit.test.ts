import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readSettings, SettingsError } from '../src/config/settings.ts';
import { settingsTable } from '../src/config/settings-table.ts';
import { temporaryFolder } from './support/server.ts';

type Env = Readonly<Record<string, string>>;

const empty = temporaryFolder({ after });
const read = (argv: readonly string[], env: Env = {}) => readSettings({ argv: [`--data-dir=${empty}`, ...argv], env });
const refused = (argv: readonly string[], env: Env, message: RegExp) =>
  assert.throws(() => read(argv, env), { constructor: SettingsError, message });

function configFile(settings: unknown, name = 'config.json'): string {
  const folder = temporaryFolder({ after });
  writeFileSync(join(folder, name), typeof settings === 'string' ? settings : JSON.stringify(settings));
  return folder;
}

test('with nothing set the defaults of the table hold', () => {
  const { dataDir: _, ...settings } = read([]);
  assert.deepEqual(settings, {
    host: 'localhost',
    port: undefined,
    accessToken: undefined,
    masterKey: undefined,
    allowedHosts: [],
    allowedOrigins: [],
    sandbox: false,
    sandboxConfig: undefined,
    bridges: [],
    dialInHost: '127.0.0.1',
    logLevel: 'info',
    logFormat: 'auto',
    probeSeconds: 30,
    retrySeconds: 60,
    loginSessionMinutes: 15,
    connectorMemoryMB: 256,
    outboxHours: 24,
    mediaCacheMB: 2_048,
    publicURL: undefined,
    approvalHours: 72,
    auditDays: 365,
    logDays: 30,
    streamBufferMB: 8,
    webhookDays: 3,
    webhookRetrySeconds: 14_400,
    webhookPrivateAddresses: [],
    remoteAccess: false,
    trustedProxies: [],
    tlsCert: undefined,
    tlsKey: undefined,
    redirectURIs: [],
    accessTokenHours: 8_760,
    refreshedTokenMinutes: 60,
    refreshTokenDays: 90,
    ownerEmail: undefined,
    smtpURL: undefined,
  });
});

test('the data folder is the one of the system when none is set', () => {
  assert.equal(readSettings({ argv: [], env: { XDG_DATA_HOME: empty } }).dataDir, join(empty, 'partyline'));
  const { dataDir } = readSettings({ argv: [], env: {} });
  assert.ok(dataDir.startsWith(homedir()), dataDir);
});

test('a flag takes its value after a space or an equals sign', () => {
  assert.equal(read(['--port', '4000']).port, 4000);
  assert.equal(read(['--port=4000']).port, 4000);
  assert.equal(readSettings({ argv: ['--data-dir', empty], env: {} }).dataDir, empty);
  assert.deepEqual(read(['--allowed-hosts=one.example, two.example']).allowedHosts, ['one.example', 'two.example']);
});

test('the public address has no slash at its end', () => {
  assert.equal(read(['--public-url=https://Chat.example.org/']).publicURL, 'https://chat.example.org');
  assert.equal(read(['--public-url=https://chat.example.org/a/']).publicURL, 'https://chat.example.org/a');
});

test('a switch is on as --sandbox and off as --no-sandbox', () => {
  assert.equal(read(['--sandbox']).sandbox, true);
  assert.equal(read(['--no-sandbox'], { PARTYLINE_SANDBOX: '1' }).sandbox, false);
});

test('flags win over the environment, the environment over the file', () => {
  const dataDir = configFile({ port: 1001, host: '127.0.0.1', logLevel: 'warn' });
  const settings = readSettings({
    argv: [`--data-dir=${dataDir}`, '--port=3003'],
    env: { PARTYLINE_PORT: '2002', PARTYLINE_HOST: '::1' },
  });
  assert.equal(settings.port, 3003);
  assert.equal(settings.host, '::1');
  assert.equal(settings.logLevel, 'warn');
});

test('every setting can be set by its variable, and every one with a flag by that', () => {
  for (const setting of settingsTable) {
    if (setting.key === 'config' || setting.key === 'dataDir') continue;
    const integer = 'max' in setting ? String(setting.max) : '50';
    const list = 'addresses' in setting ? '127.0.0.1,10.0.0.0/8' : 'one,two';
    const sample = { string: 'long enough a text', integer, boolean: 'true', list }[setting.kind];
    const plain = 'https' in setting ? 'https://chat.example.org/partyline' : sample.replaceAll(' ', '-');
    const value = 'oneOf' in setting ? setting.oneOf[0] : plain;
    const given = (settings: ReturnType<typeof read>) => String(settings[setting.key]);
    assert.equal(given(read([], { [setting.env]: value })), value, setting.env);
    if ('flag' in setting) {
      const flag = setting.kind === 'boolean' ? `--${setting.flag}` : `--${setting.flag}=${value}`;
      assert.equal(given(read([flag])), value, flag);
    }
  }
});

test('secrets have no flag, which other users of the machine could see', () => {
  for (const setting of settingsTable) {
    if (['accessToken', 'masterKey', 'smtpURL'].includes(setting.key)) assert.ok(!('flag' in setting), setting.key);
  }
});

test('a config file elsewhere is named by a flag', () => {
  const folder = configFile({ retrySeconds: 7 }, 'mine.json');
  assert.equal(read(['--config', join(folder, 'mine.json')]).retrySeconds, 7);
  refused(['--config', join(folder, 'missing.json')], {}, /missing\.json cannot be read/);
});

test('a wrong value names where it came from and what is allowed', () => {
  refused(['--port=x'], {}, /^--port must be a whole number from 0 to 65535$/);
  refused(['--port=70000'], {}, /^--port must be/);
  refused(['--port=-1'], {}, /--port/);
  refused(['--log-level=loud'], {}, /^--log-level must be one of trace, debug/);
  refused([], { PARTYLINE_PROBE_SECONDS: '0' }, /^PARTYLINE_PROBE_SECONDS must be a whole number from 1 to 60$/);
  refused([], { PARTYLINE_SANDBOX: 'maybe' }, /^PARTYLINE_SANDBOX must be true or false$/);
  refused([], { PARTYLINE_ACCESS_TOKEN: 'short' }, /^PARTYLINE_ACCESS_TOKEN must have at least 16 characters/);
  refused([], { PARTYLINE_MASTER_KEY: 'short' }, /^PARTYLINE_MASTER_KEY must have at least 16 characters/);
  for (const url of ['http://chat.example.org', 'chat.example.org', 'https://a@b.c', 'https://a/?b', 'https://a/#b'])
    refused([`--public-url=${url}`], {}, /^--public-url must be an address such as https:/);
  const file = (settings: unknown) => ['--config', join(configFile(settings), 'config.json')];
  refused(file({ port: 'x' }), {}, /config\.json: port must be a whole number/);
  refused(file({ sandbox: 3 }), {}, /config\.json: sandbox must be true or false/);
  refused(file({ allowedHosts: [1] }), {}, /config\.json: allowedHosts must be a list/);
  refused(file({ ports: 1 }), {}, /config\.json: there is no setting "ports"\. Known: host, port/);
  refused(file([]), {}, /must hold one JSON object/);
  refused(file('{'), {}, /cannot be read as JSON/);
});

test('a file with a secret that others can read is refused, and the words say what to run', () => {
  const path = join(configFile({ accessToken: 'a-token-of-sixteen' }), 'config.json');
  chmodSync(path, 0o644);
  refused(['--config', path], {}, /holds a secret.*chmod 600/);
  chmodSync(path, 0o600);
  assert.equal(read(['--config', path]).accessToken, 'a-token-of-sixteen');
});

test('an access token that no header can carry is refused', () => {
  refused([], { PARTYLINE_ACCESS_TOKEN: 'a token with many spaces' }, /^PARTYLINE_ACCESS_TOKEN must/);
});

test('a flag without a value is refused: an unset shell variable must not open the server to the world', () => {
  refused(['--host='], {}, /^--host must/);
  assert.throws(() => readSettings({ argv: ['--data-dir='], env: {} }), SettingsError);
});

test('an empty variable counts as not set', () => {
  assert.equal(read([], { PARTYLINE_HOST: '', PARTYLINE_PORT: '' }).host, 'localhost');
});

test('an unknown flag and a stray word are refused', () => {
  refused(['--prot=1'], {}, /--prot/);
  refused(['4000'], {}, /4000/);
});

test('what the official command line passes is understood', () => {
  assert.equal(readSettings({ argv: [], env: { BEEPER_SERVER_DATA_DIR: empty } }).dataDir, empty);
  const both = { BEEPER_SERVER_DATA_DIR: '/elsewhere', PARTYLINE_DATA_DIR: empty };
  assert.equal(readSettings({ argv: [], env: both }).dataDir, empty);
  assert.equal(read(['--server-env', 'staging', '--port=1']).port, 1);
});

test('every setting is described, and no two share a name', () => {
  for (const { key, description } of settingsTable) assert.match(description, /\.$/, key);
  const names = settingsTable.flatMap((setting) => [setting.key, setting.env, 'flag' in setting ? setting.flag : '']);
  const given = names.filter((name) => name !== '');
  // A flag of one word is also the setting's key.
  const pairs = settingsTable.filter((setting) => 'flag' in setting && setting.flag === setting.key).length;
  assert.equal(new Set(given).size, given.length - pairs);
});
