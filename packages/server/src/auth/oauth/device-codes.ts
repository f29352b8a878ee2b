/** The device flow (RFC 8628): a program without a browser shows a code, the owner types it in where there is one, and the program asks until they did. */

import type { TokenScope } from '../scopes.ts';
import { digest, randomSecret } from '../secret-text.ts';
import { shortCode, typedCode } from '../short-code.ts';
import { shortLived } from '../short-lived.ts';
import type { Client } from './clients.ts';
import type { Approved } from './codes.ts';
import { OAuthError } from './oauth-error.ts';

export interface DeviceRequest {
  readonly client: Client;
  readonly scopes: readonly TokenScope[];
}

export interface DeviceCodes {
  begin(request: DeviceRequest): { readonly deviceCode: string; readonly userCode: string };
  /** @param typed as a person types it; undefined when it is unknown, too old or decided */
  find(typed: string): (DeviceRequest & { readonly userCode: string }) | undefined;
  /** @param approved undefined refuses @returns whether there was something to decide */
  decide(userCode: string, approved: Approved | undefined): boolean;
  /** @throws OAuthError `authorization_pending`, `slow_down`, `access_denied`, `expired_token` or `invalid_grant` */
  redeem(deviceCode: string, clientID: string | undefined): Approved;
}

interface Waiting extends DeviceRequest {
  state: 'waiting' | 'denied' | Approved;
  intervalMs: number;
  askedAt: number | undefined;
}

/** Longer than the code is good, so that it can be told that it was. */
const keptMs = 30 * 60_000;
export const deviceLifetimeMs = 15 * 60_000;
export const deviceIntervalSeconds = 5;

export function createDeviceCodes(now: () => number = Date.now): DeviceCodes {
  const byDevice = shortLived<Waiting & { readonly expiresAt: number }>(keptMs, now);
  const byUser = shortLived<Waiting>(deviceLifetimeMs, now);
  const waitingFor = (userCode: string) => {
    const found = byUser.get(userCode);
    return found?.state === 'waiting' ? found : undefined;
  };
  return {
    begin(request) {
      const deviceCode = randomSecret();
      const userCode = shortCode();
      const waiting = {
        ...request,
        state: 'waiting' as const,
        intervalMs: deviceIntervalSeconds * 1_000,
        askedAt: undefined,
        expiresAt: now() + deviceLifetimeMs,
      };
      byDevice.put(digest(deviceCode), waiting);
      byUser.put(userCode, waiting);
      return { deviceCode, userCode };
    },
    find(typed) {
      const userCode = typedCode(typed);
      const found = waitingFor(userCode);
      return found === undefined ? undefined : { client: found.client, scopes: found.scopes, userCode };
    },
    decide(userCode, approved) {
      const found = waitingFor(userCode);
      if (found === undefined) return false;
      found.state = approved ?? 'denied';
      return true;
    },
    redeem(deviceCode, clientID) {
      const key = digest(deviceCode);
      const found = byDevice.get(key);
      if (found === undefined) throw new OAuthError('invalid_grant', 'This device code is unknown or was used.');
      if ((clientID ?? found.client.id) !== found.client.id)
        throw new OAuthError('invalid_grant', 'This device code was made for another program.');
      if (found.state === 'denied') {
        byDevice.take(key);
        throw new OAuthError('access_denied', 'The owner refused.');
      }
      if (found.expiresAt <= now()) {
        byDevice.take(key);
        throw new OAuthError('expired_token', 'The owner did not type the code in time.');
      }
      if (found.state !== 'waiting') {
        byDevice.take(key);
        return found.state;
      }
      const tooSoon = found.askedAt !== undefined && now() - found.askedAt < found.intervalMs;
      found.askedAt = now();
      if (!tooSoon) throw new OAuthError('authorization_pending', 'The owner did not answer yet.');
      found.intervalMs += deviceIntervalSeconds * 1_000;
      throw new OAuthError('slow_down', `Ask every ${found.intervalMs / 1_000} seconds.`);
    },
  };
}
