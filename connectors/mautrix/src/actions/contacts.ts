/** People whom the network or the bridge knows. */

import type { Contact } from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { identified } from '../inbox/identified.ts';
import { withPicture } from '../inbox/picture.ts';

export async function contacts(bridge: HostedBridge, login: string): Promise<Contact[]> {
  const { body } = await bridge.provision({ method: 'GET', path: ['contacts'], query: { login_id: login } });
  return people(body['contacts']);
}

/** An exact identifier counts first; where the network can search, it is searched too. */
export async function resolve(bridge: HostedBridge, login: string, query: string): Promise<Contact[]> {
  const [exact, found] = await Promise.all([
    optional(() =>
      bridge.provision({ method: 'GET', path: ['resolve_identifier', query], query: { login_id: login } }),
    ),
    optional(() =>
      bridge.provision({ method: 'POST', path: ['search_users'], query: { login_id: login }, body: { query } }),
    ),
  ]);
  const all = [...people(exact && [exact.body]), ...people(found?.body['results'])];
  return [...new Map(all.map((contact) => [contact.id, contact])).values()];
}

/** Somebody who is not there, and what the network cannot do, are told in the same way. */
async function optional<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProvisioningError && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}

const people = (value: unknown): Contact[] =>
  list(value)
    .map(fields)
    .flatMap((person) => contactOf(person) ?? []);

function contactOf(person: Fields): Contact | undefined {
  const id = text(person['id']);
  if (id === undefined) return undefined;
  const fullName = text(person['name']);
  return {
    id,
    ...(fullName !== undefined && { fullName }),
    ...identified(person['identifiers']),
    ...withPicture(person['avatar_url']),
  };
}
