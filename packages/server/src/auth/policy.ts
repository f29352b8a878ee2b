/** What a token is held to beside its scopes, so that a program may be let in that is not trusted with everything. */

import { invalidValue, type Policy as PolicyInput } from '@partyline/protocol';
import type { SeenPart } from '../store/seen-part.ts';
import type { Transaction } from '../store/writer.ts';

/** A policy never changes: another one is another token. */
export interface Policy {
  /** Undefined: it sees everything. */
  readonly sees?: Omit<SeenPart, 'program'>;
  /** Public IDs of the chats it writes in; undefined: in all that it sees. */
  readonly writes?: readonly string[];
  readonly sendsPerHour?: number;
  /** What it sends waits for the owner. */
  readonly approval?: true;
}

/**
 * Makes a policy of what the owner says. Chats may be named by their local IDs.
 * @returns undefined when it holds the token to nothing
 * @throws ApiError `VALIDATION_ERROR` when there is no such account or chat: a slip would otherwise hide, or open, what was not meant
 */
export async function policyOf(db: Transaction, owner: string, input: PolicyInput): Promise<Policy | undefined> {
  const { accountIDs, chatIDs, writeChatIDs, sendsPerHour, approval } = input;
  const policy: Policy = {
    ...((accountIDs !== undefined || chatIDs !== undefined) && {
      sees: {
        accountIDs: await accountsNamed(db, owner, accountIDs ?? []),
        ...(await chatsSeen(db, owner, chatIDs ?? [])),
      },
    }),
    ...(writeChatIDs !== undefined && {
      writes: (await chatsNamed(db, owner, writeChatIDs, 'writeChatIDs')).map(({ public_id }) => public_id),
    }),
    ...(sendsPerHour !== undefined && { sendsPerHour }),
    ...(approval === true && { approval }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
}

/** As the owner said it. */
export function policyView({ sees, writes, sendsPerHour, approval }: Policy): PolicyInput {
  return {
    ...(sees !== undefined && { accountIDs: [...sees.accountIDs], chatIDs: [...sees.chatIDs] }),
    ...(writes !== undefined && { writeChatIDs: [...writes] }),
    ...(sendsPerHour !== undefined && { sendsPerHour }),
    ...(approval !== undefined && { approval }),
  };
}

/** Only this module writes it. */
export const storedPolicy = (json: string | null): Policy | undefined => (json === null ? undefined : JSON.parse(json));

async function accountsNamed(db: Transaction, owner: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('owner_id', '=', owner)
    .where('id', 'in', ids)
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw refusal('accountIDs', `There is no account ${unknown}.`);
  return [...known];
}

async function chatsSeen(db: Transaction, owner: string, ids: readonly string[]) {
  const chats = await chatsNamed(db, owner, ids, 'chatIDs');
  return {
    chatIDs: chats.map(({ public_id }) => public_id),
    chatAccountIDs: [...new Set(chats.map(({ account_id }) => account_id))],
  };
}

async function chatsNamed(db: Transaction, owner: string, ids: readonly string[], field: string) {
  if (ids.length === 0) return [];
  const locals = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const rows = await db
    .selectFrom('chats')
    .select(['id', 'public_id', 'account_id'])
    .where('owner_id', '=', owner)
    .where((chat) => chat.or([chat('public_id', 'in', ids), ...(locals.length > 0 ? [chat('id', 'in', locals)] : [])]))
    .execute();
  const known = new Set(rows.flatMap(({ id, public_id }) => [String(id), public_id]));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw refusal(field, `There is no chat ${unknown}.`);
  return rows;
}

const refusal = (field: string, message: string) =>
  invalidValue(['body', 'policy', field], `${message} No token was made.`);
