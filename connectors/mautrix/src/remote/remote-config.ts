/** What the owner of a remote bridge puts into its `config.yaml`. */

import type { JsonObject } from '@partyline/connector';
import { identitiesOf } from '../identities.ts';
import { bridgeConfig } from '../program/config-file.ts';
import type { RemoteFile } from './remote-file.ts';

/** The sections that have to be as they are here; database, network and logging are its owner's. */
const sections = [
  'homeserver',
  'appservice',
  'bridge',
  'matrix',
  'provisioning',
  'backfill',
  'double_puppet',
  'encryption',
];

export function remoteBridgeConfig({ type, address, tokens }: RemoteFile): JsonObject {
  const names = { type, displayName: type, folder: '', program: '', overrides: {}, lingerMs: 0 };
  const whole = bridgeConfig({ config: names, identities: identitiesOf(type), tokens, port: 0 });
  const kept = Object.entries(whole).filter(([name]) => sections.includes(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'homeserver' && isObject(value) ? { ...value, address } : value]),
  );
}

/** Objects and simple values as YAML; a text in JSON's form is one in YAML's as well. */
export function yamlOf(object: JsonObject, indent = ''): string {
  return Object.entries(object)
    .map(([name, value]) => {
      const key = `${indent}${/^[a-z][\w.-]*$/i.test(name) ? name : JSON.stringify(name)}:`;
      return isObject(value) && Object.keys(value).length > 0
        ? `${key}\n${yamlOf(value, `${indent}  `)}`
        : `${key} ${JSON.stringify(value)}\n`;
    })
    .join('');
}

const isObject = (value: JsonObject[string] | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
