/** What a login leaves behind for `connect`. */

import { ConnectionError, type JsonObject } from '@partyline/connector';

/** `yes`: the certificate must be valid for the server's name. `yes-unverified`: any certificate, also a forged one. */
export type TlsMode = 'yes' | 'yes-unverified' | 'no';
export type AuthMethod = 'none' | 'sasl' | 'server-password';

export const TLS_MODES: readonly TlsMode[] = ['yes', 'yes-unverified', 'no'];
export const AUTH_METHODS: readonly AuthMethod[] = ['none', 'sasl', 'server-password'];

/** Where servers listen as a rule; RFC 7194 for TLS. */
export function usualPort(tls: TlsMode): number {
  return tls === 'no' ? 6667 : 6697;
}

export interface Settings {
  readonly server: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** The nick the person wants; the network may give another while it is taken. */
  readonly nick: string;
  readonly realname: string;
  readonly auth: AuthMethod;
  /** Account name for SASL; empty without SASL. */
  readonly account: string;
  /** Joined after every connect. */
  readonly channels: readonly string[];
}

export function settingsToJson(settings: Settings): JsonObject {
  return { ...settings };
}

/** @throws ConnectionError `unconfigured` where the stored settings are not what a login of this connector left. */
export function settingsFromJson(json: JsonObject): Settings {
  const { server, port, nick, realname, account, channels } = json;
  const tls = TLS_MODES.find((mode) => mode === json['tls']);
  const auth = AUTH_METHODS.find((method) => method === json['auth']);
  if (
    typeof server !== 'string' ||
    typeof port !== 'number' ||
    tls === undefined ||
    typeof nick !== 'string' ||
    typeof realname !== 'string' ||
    auth === undefined ||
    typeof account !== 'string' ||
    !Array.isArray(channels)
  ) {
    throw new ConnectionError({
      state: 'unconfigured',
      text: 'The stored IRC settings are not complete. Sign in again.',
    });
  }
  const names = channels.filter((channel) => typeof channel === 'string');
  return { server, port, tls, nick, realname, auth, account, channels: names };
}
