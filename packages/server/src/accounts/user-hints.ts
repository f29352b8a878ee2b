/** Who is meant by `POST /v1/chats/start` (contract 3.4). */

import type { Connection, Profile } from '@partyline/connector';
import { invalidValue, type UserHints } from '@partyline/protocol';
import { folded } from '../inbox/folding.ts';
import { told } from './reach.ts';

export interface Identifier {
  readonly kind: 'id' | 'phoneNumber' | 'email' | 'username';
  readonly value: string;
}

/** From the surest to the least sure. @throws ApiError `VALIDATION_ERROR` when there is none */
export function identifiersOf(user: UserHints): Identifier[] {
  const identifiers = (['id', 'phoneNumber', 'email', 'username'] as const).flatMap((kind) => {
    const value = user[kind]?.trim() ?? '';
    return value === '' ? [] : [{ kind, value }];
  });
  if (identifiers.length > 0) return identifiers;
  const message = 'user needs an id, a phoneNumber, an email or a username; a fullName alone does not say who it is';
  throw invalidValue(['body', 'user'], message, 'missing');
}

/** @returns who bears exactly this identifier; of several the one who has this name too, else the first */
export function bestMatch(
  people: readonly Profile[],
  identifier: Identifier,
  fullName: string | undefined,
): Profile | undefined {
  const exact = people.filter((person) => isExactly(person, identifier));
  const named = exact.find((person) => fullName !== undefined && folded(person.fullName ?? '') === folded(fullName));
  return named ?? exact[0];
}

function isExactly(person: Profile, { kind, value }: Identifier): boolean {
  const borne = person[kind];
  return borne !== undefined && comparable[kind](borne) === comparable[kind](value);
}

const comparable: Readonly<Record<Identifier['kind'], (text: string) => string>> = {
  id: (id) => id,
  phoneNumber: (number) => number.replace(/\D/g, ''),
  email: (address) => address.toLowerCase(),
  username: (name) => name.replace(/^@/, '').toLowerCase(),
};

/** On a network that looks nobody up but can begin chats, a name is the person: whoever bears it gets what is sent. */
export const byName: LookUp = async (name) => [{ id: name, username: name }];

/** @throws ApiError `UPSTREAM_ERROR` */
export type LookUp = (query: string) => Promise<readonly Profile[]>;

/** Asks a network, each thing once: clients give the same text as several identifiers. @returns undefined where it looks nobody up */
export function lookUpOn(connection: Connection): LookUp | undefined {
  const { resolve } = connection;
  if (resolve === undefined) return undefined;
  const answers = new Map<string, readonly Profile[]>();
  return async (query) => {
    const people = answers.get(query) ?? (await told('who that is', resolve.call(connection, query)));
    answers.set(query, people);
    return people;
  };
}
