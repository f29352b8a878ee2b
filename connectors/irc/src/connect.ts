/** The one connection of a login. */

import type { Connection, Host, Login } from '@partyline/connector';
import { NOT_STORED } from './failure.ts';
import { Inbound } from './inbound.ts';
import type { Limits } from './limits.ts';
import { MessageReader } from './messages.ts';
import { Outbound } from './outbound.ts';
import { Presence } from './presence.ts';
import { RegistrationError } from './registration-error.ts';
import { Session } from './session.ts';
import type { SessionListener } from './session-options.ts';
import { settingsFromJson } from './settings.ts';

export async function connect(login: Login, host: Host, limits: Limits): Promise<Connection> {
  host.signal.throwIfAborted();
  const settings = settingsFromJson(login.settings);
  const inbound = new Inbound({
    ingest: (events) => host.ingest(events),
    pause: () => session.pauseReading(),
    resume: () => session.resumeReading(),
    failed: (error) => {
      host.log.error('incoming messages were not stored', {
        reason: error instanceof Error ? error.message : 'unknown',
      });
      session.fail(new RegistrationError(NOT_STORED));
    },
  });
  const listener: SessionListener = {
    message: (kind, event) => {
      const message = reader.read(kind, event);
      if (message !== undefined) inbound.push(message);
    },
    ping: (answer) => inbound.whenCommitted(answer),
    identityChanged: () => presence.changed(),
    line: (message) => {
      outbound.line(message);
      presence.line(message);
    },
    ended: (error) => {
      inbound.stop();
      if (connected) host.status(error.state);
    },
  };
  let connected = false;
  const session = new Session({
    settings,
    password: login.secrets['password'] ?? '',
    whenNickTaken: 'take-another',
    limitMs: limits.registrationMs,
    signal: host.signal,
    log: host.log,
    listener,
  });
  const reader = new MessageReader(session);
  const outbound = new Outbound(session);
  const presence = new Presence(session, settings, login.remoteID, host);
  host.signal.addEventListener('abort', () => inbound.stop(), { once: true });
  try {
    await session.opened;
    await presence.joinChannels();
    connected = true;
    presence.announce();
  } catch (error) {
    inbound.stop();
    throw error;
  }
  return {
    send: (message) => outbound.send(message),
    probe: async () => {
      presence.regainNick();
      await session.ping();
    },
    close: async () => {
      inbound.stop();
      await session.quit();
    },
  };
}
