/** What every login flow has at hand. */

import { setTimeout as delay } from 'node:timers/promises';
import { type Login, LoginError, type LoginIO, type LoginResult } from '@partyline/connector';
import { type Network, Unreachable } from '../network.ts';
import type { InitialStatus } from '../statuses.ts';

export interface Desk {
  readonly io: LoginIO;
  readonly network: Network;
  /** How long one picture stays, in milliseconds. */
  readonly stepMs: number;
  /** The login to repair. */
  readonly previous: Login | undefined;
}

export type Flow = (desk: Desk) => Promise<LoginResult>;

export interface Person {
  readonly username: string;
  readonly fullName?: string;
  readonly status?: InitialStatus;
  /** What their picture is fetched by. */
  readonly imgRef?: string;
  /** The accounts the login owns, as endings of the user name; absent = one. */
  readonly accounts?: readonly [string, ...string[]];
}

/** Lets the person in at the network: the last step of every flow. Throws `unreachable` when the network is down. */
export async function admit({ io, network }: Desk, person: Person): Promise<LoginResult> {
  const { username, fullName, imgRef, status = 'connected' } = person;
  try {
    const link = await network.open(username, io.signal);
    const session = link.identity.startSession();
    link.close();
    const account = (ending: string) => ({
      remoteID: `${username}${ending}`,
      network: 'Sandbox',
      user: {
        id: `${username}${ending}`,
        username: `${username}${ending}`,
        ...(fullName === undefined ? {} : { fullName }),
        ...(imgRef === undefined ? {} : { imgRef }),
      },
    });
    const [first, ...others] = person.accounts ?? [''];
    const accounts: LoginResult['accounts'] = [account(first), ...others.map(account)];
    const settings = others.length === 0 ? { status } : { status, accounts: accounts.map(({ remoteID }) => remoteID) };
    return { remoteID: username, settings, secrets: { session }, accounts };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new LoginError('unreachable', 'The sandbox is down. Try again later.');
  }
}

/** Waits as the network would; rejects when the login is cancelled. */
export async function wait(ms: number, { io }: Desk): Promise<void> {
  await delay(ms, undefined, { signal: io.signal });
}
