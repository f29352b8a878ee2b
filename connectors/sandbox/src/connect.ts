/** Opens the connection of a login, in the status that a command or the login's settings ask for. */

import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, ConnectionError, type Host, type Login } from '@partyline/connector';
import { SandboxConnection } from './connection.ts';
import type { Controls } from './controls.ts';
import { type Link, type Network, Unreachable } from './network.ts';
import { isInitialStatus, type Status, stateOf, type Wish } from './statuses.ts';

export async function connect(network: Network, controls: Controls, login: Login, host: Host): Promise<Connection> {
  const { signal } = host;
  signal.throwIfAborted();
  if (controls.connectMs > 0) await delay(controls.connectMs, undefined, { signal });
  await controls.voice.passed(signal);
  if (controls.refusal !== undefined) throw new ConnectionError({ state: 'lost', text: controls.refusal });
  const wish = await settled(controls, login, signal);
  const state = stateOf(wish.status, wish);
  if (state.state !== 'connected' && state.state !== 'backfilling') throw new ConnectionError(state);
  const link = await open(network, login, signal);
  if (link.identity.isSignedOut(login.secrets['session'])) {
    link.close();
    throw new ConnectionError({ state: 'signed_out', text: 'The sandbox has signed this account out. Sign in again.' });
  }
  const connection = new SandboxConnection({ network, controls, link, login, host });
  host.status(state);
  return connection;
}

/** The wish, once it is another than to go on connecting. */
async function settled(controls: Controls, login: Login, signal: AbortSignal): Promise<Wish & { status: Status }> {
  for (;;) {
    const { status, ...rest } = controls.wish ?? initialWish(login);
    if (status !== 'connecting') return { status, ...rest };
    await controls.nextWish(signal);
  }
}

function initialWish({ settings }: Login): Wish {
  const status = settings['status'];
  return { status: isInitialStatus(status) ? status : 'connected' };
}

async function open(network: Network, login: Login, signal: AbortSignal): Promise<Link> {
  try {
    return await network.open(login.remoteID, signal);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new ConnectionError({ state: 'lost', text: 'The sandbox is down.' });
  }
}
