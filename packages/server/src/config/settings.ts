/** The settings as the rest of the server reads them: flags win over environment, environment over file, file over defaults. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Setting, settingsTable } from './settings-table.ts';

export interface Settings {
  readonly host: string;
  /** Absent: 23373 or the next free one. */
  readonly port: number | undefined;
  readonly dataDir: string;
  readonly accessToken: string | undefined;
  readonly masterKey: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly sandbox: boolean;
  readonly sandboxConfig: string | undefined;
  /** Paths of bridge programs. */
  readonly bridges: readonly string[];
  /** Where bridges that run elsewhere dial in. */
  readonly dialInHost: string;
  readonly logLevel: string;
  readonly logFormat: string;
  readonly probeSeconds: number;
  readonly retrySeconds: number;
  readonly loginSessionMinutes: number;
  readonly connectorMemoryMB: number;
  readonly approvalHours: number;
  readonly auditDays: number;
  readonly logDays: number;
  readonly streamBufferMB: number;
  readonly outboxHours: number;
  readonly mediaCacheMB: number;
  /** Without a slash at its end. */
  readonly publicURL: string | undefined;
  readonly webhookDays: number;
  readonly webhookRetrySeconds: number;
  /** IP addresses and ranges in CIDR notation. */
  readonly webhookPrivateAddresses: readonly string[];
  /** Whether other machines are let in. */
  readonly remoteAccess: boolean;
  /** IP addresses and ranges in CIDR notation. */
  readonly trustedProxies: readonly string[];
  /** Paths of PEM files; both or none. */
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly redirectURIs: readonly string[];
  readonly accessTokenHours: number;
  readonly refreshedTokenMinutes: number;
  readonly refreshTokenDays: number;
  readonly ownerEmail: string | undefined;
  readonly smtpURL: string | undefined;
}

/** A setting that cannot be used; the message names it, where it came from, and what is allowed. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface Sources {
  /** Arguments after the command: `['--port=0', '--data-dir', '/tmp/x']`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Value = string | number | boolean | readonly string[];

/** @throws SettingsError */
export function readSettings(sources: Sources): Settings {
  const given = { ...fromEnvironment(sources.env), ...fromFlags(sources.argv) };
  const early = collect(given);
  const dataDir = resolve(text(early['dataDir']) ?? defaultDataDir(sources.env));
  const file = configFile(text(early['config']), dataDir);
  const values = collect({ ...(file === undefined ? {} : fromFile(file)), ...given });
  return {
    port: number(values['port']),
    dataDir: resolve(text(values['dataDir']) ?? dataDir),
    accessToken: text(values['accessToken']),
    masterKey: text(values['masterKey']),
    allowedHosts: list(values['allowedHosts']),
    allowedOrigins: list(values['allowedOrigins']),
    sandbox: values['sandbox'] === true,
    sandboxConfig: text(values['sandboxConfig']),
    bridges: list(values['bridges']),
    dialInHost: text(values['dialInHost']) ?? '127.0.0.1',
    logLevel: text(values['logLevel']) ?? 'info',
    logFormat: text(values['logFormat']) ?? 'auto',
    probeSeconds: number(values['probeSeconds']) ?? 30,
    retrySeconds: number(values['retrySeconds']) ?? 60,
    loginSessionMinutes: number(values['loginSessionMinutes']) ?? 15,
    connectorMemoryMB: number(values['connectorMemoryMB']) ?? 256,
    approvalHours: number(values['approvalHours']) ?? 72,
    auditDays: number(values['auditDays']) ?? 365,
    logDays: number(values['logDays']) ?? 30,
    streamBufferMB: number(values['streamBufferMB']) ?? 8,
    outboxHours: number(values['outboxHours']) ?? 24,
    mediaCacheMB: number(values['mediaCacheMB']) ?? 2_048,
    publicURL: text(values['publicURL']),
    webhookDays: number(values['webhookDays']) ?? 3,
    webhookRetrySeconds: number(values['webhookRetrySeconds']) ?? 14_400,
    webhookPrivateAddresses: list(values['webhookPrivateAddresses']),
    ...reach(values),
    trustedProxies: list(values['trustedProxies']),
    tlsCert: text(values['tlsCert']),
    tlsKey: text(values['tlsKey']),
    redirectURIs: list(values['redirectURIs']),
    accessTokenHours: number(values['accessTokenHours']) ?? 8_760,
    refreshedTokenMinutes: number(values['refreshedTokenMinutes']) ?? 60,
    refreshTokenDays: number(values['refreshTokenDays']) ?? 90,
    ownerEmail: text(values['ownerEmail']),
    smtpURL: text(values['smtpURL']),
  };
}

/** Who can reach the server. */
function reach(values: Readonly<Record<string, Value | undefined>>) {
  const host = text(values['host']);
  const remoteAccess = values['remoteAccess'] === true || (host !== undefined && !isLoopback(host));
  // Every address of both families.
  return { host: host ?? (remoteAccess ? '::' : 'localhost'), remoteAccess };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

interface Given {
  readonly value: unknown;
  /** Where it came from, for error messages: `--port`, `PARTYLINE_PORT`, `config.json`. */
  readonly from: string;
}

function fromEnvironment(env: Sources['env']): Record<string, Given> {
  const found: Record<string, Given> = {};
  for (const setting of settingsTable) {
    const value = env[setting.env];
    if (value !== undefined && value !== '') found[setting.key] = { value, from: setting.env };
  }
  // The official command line starts a server with this variable (client-expectations.md, 2.2).
  const official = env['BEEPER_SERVER_DATA_DIR'];
  if (official && found['dataDir'] === undefined)
    found['dataDir'] = { value: official, from: 'BEEPER_SERVER_DATA_DIR' };
  return found;
}

function fromFlags(argv: readonly string[]): Record<string, Given> {
  const flags = settingsTable.flatMap((setting: Setting) =>
    setting.flag === undefined ? [] : [{ ...setting, flag: setting.flag }],
  );
  const options = Object.fromEntries(
    flags.map((setting) => [
      setting.flag,
      { type: setting.kind === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  let values: Record<string, unknown>;
  try {
    // `server-env` is passed by the official command line and means nothing here.
    ({ values } = parseArgs({
      args: [...argv],
      options: { ...options, 'server-env': { type: 'string' } },
      allowNegative: true,
      strict: true,
    }));
  } catch (error) {
    throw new SettingsError(error instanceof Error ? error.message : String(error));
  }
  return Object.fromEntries(
    flags.flatMap((setting) => {
      const value = values[setting.flag];
      return value === undefined ? [] : [[setting.key, { value, from: `--${setting.flag}` }]];
    }),
  );
}

function fromFile(path: string): Record<string, Given> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SettingsError(
      `${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new SettingsError(`${path} must hold one JSON object`);
  const known = new Set<string>(settingsTable.map((setting) => setting.key));
  const unknown = Object.keys(parsed).find((key) => !known.has(key));
  if (unknown !== undefined)
    throw new SettingsError(`${path}: there is no setting "${unknown}". Known: ${[...known].join(', ')}`);
  if (['accessToken', 'masterKey', 'smtpURL'].some((key) => key in parsed) && (statSync(path).mode & 0o077) !== 0)
    throw new SettingsError(
      `${path} holds a secret and can be read by other users of this machine. Run: chmod 600 ${path}`,
    );
  return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, { value, from: `${path}: ${key}` }]));
}

function collect(given: Record<string, Given>): Record<string, Value | undefined> {
  return Object.fromEntries(
    settingsTable.map((setting: Setting) => {
      const entry = given[setting.key];
      return [setting.key, entry === undefined ? setting.default : parse(setting, entry)];
    }),
  );
}

function parse(setting: Setting, { value, from }: Given): Value {
  const wrong = (wanted: string) => new SettingsError(`${from} must be ${wanted}`);
  switch (setting.kind) {
    case 'integer': {
      const parsed = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
      if (typeof parsed !== 'number' || !Number.isInteger(parsed) || parsed < min || parsed > max)
        throw wrong(`a whole number from ${min} to ${max}`);
      return parsed;
    }
    case 'boolean': {
      if (typeof value === 'boolean') return value;
      if (value === '1' || value === 'true' || value === 'yes') return true;
      if (value === '0' || value === 'false' || value === 'no') return false;
      throw wrong('true or false');
    }
    case 'list': {
      const parts = typeof value === 'string' ? value.split(',') : value;
      if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string'))
        throw wrong('a list of words separated by commas');
      const words = parts.map((part) => part.trim()).filter((part) => part !== '');
      if (setting.addresses && !words.every(isAddressRange))
        throw wrong('IP addresses or ranges such as 127.0.0.1 or 192.168.1.0/24, separated by commas');
      return words;
    }
    case 'string': {
      if (typeof value !== 'string') throw wrong('a string');
      if (value === '') throw wrong('more than an empty text');
      if (value.length < (setting.min ?? 0))
        throw new SettingsError(`${from} must have at least ${setting.min} characters`);
      if (setting.oneWord && !/^[\x21-\x7e]+$/.test(value))
        throw wrong('plain letters, digits and signs without spaces');
      if (setting.oneOf !== undefined && !setting.oneOf.includes(value))
        throw wrong(`one of ${setting.oneOf.join(', ')}`);
      if (setting.https) {
        const base = httpsBase(value);
        if (base === undefined) throw wrong('an address such as https://chat.example.org');
        return base;
      }
      return value;
    }
  }
}

function isAddressRange(word: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
  const family = isIP(address);
  return family !== 0 && (bits === undefined || Number(bits) <= (family === 4 ? 32 : 128));
}

/** @returns the address without a slash at its end */
function httpsBase(value: string): string | undefined {
  const url = URL.parse(value);
  if (url?.protocol !== 'https:' || url.username !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

function configFile(named: string | undefined, dataDir: string): string | undefined {
  if (named !== undefined) return resolve(named);
  const path = join(dataDir, 'config.json');
  return existsSync(path) ? path : undefined;
}

function defaultDataDir(env: Sources['env']): string {
  const xdg = env['XDG_DATA_HOME'];
  if (xdg) return join(xdg, 'partyline');
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Application Support', 'Partyline')
    : join(homedir(), '.local', 'share', 'partyline');
}

const text = (value: Value | undefined) => (typeof value === 'string' ? value : undefined);
const number = (value: Value | undefined) => (typeof value === 'number' ? value : undefined);
const list = (value: Value | undefined) => (Array.isArray(value) ? value : []);
