/** Tokens that are held to a policy, made by the owner through the API. */

import type { NewAccessToken, Policy } from '@partyline/protocol';
import { type Api, apiOf } from './api.ts';

export interface Held {
  readonly id: string;
  readonly token: string;
  readonly api: Api;
}

export async function tokenWith(
  owner: Api,
  url: string,
  policy: Policy | undefined,
  scopes: readonly ('read' | 'write')[] = ['read', 'write'],
): Promise<Held> {
  const body = { name: 'assistant', scopes, ...(policy !== undefined && { policy }) };
  const { id, token } = await owner.post<NewAccessToken>('/v1/tokens', body);
  return { id, token, api: apiOf(url, token) };
}
