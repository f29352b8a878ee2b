import type { AccessToken } from '@partyline/protocol';
import type { TokenInfo } from '../../auth/tokens.ts';

export function tokenView({
  id,
  name,
  scopes,
  policy,
  clientID,
  createdAt,
  expiresAt,
  lastUsedAt,
}: TokenInfo): AccessToken {
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    ...(policy !== undefined && { policy }),
    ...(clientID !== undefined && { clientID }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
    ...(lastUsedAt !== undefined && { lastUsedAt: lastUsedAt.toISOString() }),
  };
}
