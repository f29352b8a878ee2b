/**
 * The token that a webhook came with. The two end together: a program that was shut out must not go on being told what happens. What a program was
 * let in with counts as one, however often it exchanges its tokens.
 */

import { type RawBuilder, sql } from 'kysely';
import { isSessionID } from '../auth/owner/sessions.ts';
import type { Caller } from '../auth/tokens.ts';
import type { Transaction } from '../store/writer.ts';

export type Maker = Pick<Caller, 'owner' | 'tokenID'>;

interface MakerColumns {
  readonly token_id: string | null;
  readonly token_name: string | null;
  readonly grant_id: string | null;
}

export async function makerColumns(tx: Transaction, { tokenID }: Maker): Promise<MakerColumns> {
  if (isSessionID(tokenID)) return ofOwner;
  const token = await tx
    .selectFrom('tokens')
    .select(['name', 'grant_id', 'for_owner'])
    .where('id', '=', tokenID)
    .executeTakeFirst();
  if (token?.for_owner === 1) return ofOwner;
  return { token_id: tokenID, token_name: token?.name ?? null, grant_id: token?.grant_id ?? null };
}

/** No program's: it lasts until the owner ends it. */
const ofOwner: MakerColumns = { token_id: null, token_name: null, grant_id: null };

/** Of a row of `webhooks`: 1 when its token was revoked or ran out. */
export const hasEnded = (now: number): RawBuilder<number> => sql<number>`case
  when webhooks.token_id is null then 0
  when webhooks.grant_id is null then not exists (
    select 1 from tokens as t where t.id = webhooks.token_id and (t.expires_at is null or t.expires_at > ${now}))
  else not exists (select 1 from tokens as t where t.grant_id = webhooks.grant_id and t.expires_at > ${now})
    and not exists (select 1 from refresh_tokens as r
      where r.grant_id = webhooks.grant_id and r.used_at is null and r.expires_at > ${now}) end`;
