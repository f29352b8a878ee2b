/** Everything about signing in, put together for the doors. */

import type { Store } from '../store/store.ts';
import type { Approvals } from './oauth/approvals.ts';
import { type Clients, createClients } from './oauth/clients.ts';
import { type Codes, createCodes } from './oauth/codes.ts';
import { createDeviceCodes, type DeviceCodes } from './oauth/device-codes.ts';
import { createGrants, type Grants, type GrantTimes } from './oauth/grants.ts';
import { factsOfToken, type TokenFacts } from './oauth/introspection.ts';
import { type OwnerDesk, openOwnerDesk } from './owner/owner-desk.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { createShownPages } from './shown-pages.ts';
import type { Tokens } from './tokens.ts';

export interface SignIn {
  readonly tokens: Tokens;
  readonly clients: Clients;
  readonly codes: Codes;
  readonly devices: DeviceCodes;
  readonly grants: Grants;
  readonly approvals: Approvals;
  readonly owner: OwnerDesk;
  readonly limits: RateLimits;
  /** @returns undefined for a token that is not good */
  factsOf(token: string): Promise<TokenFacts | undefined>;
  /** @returns those of these IDs, of tokens and of the owner's sessions, that still count */
  good(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** As settings name them. */
export interface SignInSettings {
  readonly redirectURIs: readonly string[];
  readonly accessTokenHours: number;
  readonly refreshedTokenMinutes: number;
  readonly refreshTokenDays: number;
}

export async function openSignIn(store: Store, tokens: Tokens, settings: SignInSettings): Promise<SignIn> {
  const grants = createGrants(store, tokens, timesOf(settings));
  const owner = await openOwnerDesk(store);
  return {
    tokens,
    grants,
    clients: createClients(store, settings.redirectURIs),
    codes: createCodes((grantID) => grants.end(grantID)),
    devices: createDeviceCodes(),
    approvals: createShownPages(),
    owner,
    limits: createRateLimits(),
    factsOf: (token) => factsOfToken(store, token),
    good: async (ids) => (await tokens.good(ids)).union(await owner.good(ids)),
  };
}

const timesOf = (settings: SignInSettings): GrantTimes => ({
  accessMs: settings.accessTokenHours * 3_600_000,
  refreshedAccessMs: settings.refreshedTokenMinutes * 60_000,
  refreshMs: settings.refreshTokenDays * 86_400_000,
});
