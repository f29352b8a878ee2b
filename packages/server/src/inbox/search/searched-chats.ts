/** In which chats messages are looked for. */

import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import type { AccountFacts } from '../account-facts.ts';
import { wordsOf } from '../chats/chat-filters.ts';
import { type Filter, holds } from '../chats/chat-pages.ts';
import { folded } from '../folding.ts';
import { chatMark } from '../text-index.ts';

export interface ChatChoice {
  /** Public or local IDs. */
  readonly chatIDs?: readonly string[] | undefined;
  readonly accountIDs?: readonly string[] | undefined;
  readonly chatType?: 'group' | 'single' | undefined;
  readonly excludeLowPriority?: boolean | undefined;
  readonly includeMuted?: boolean | undefined;
  /** Of the query's text: IDs or words of titles, and names of networks or bridges. Any of each. */
  readonly inChats: readonly string[];
  readonly networks: readonly string[];
}

export interface SearchedChats {
  /** What a chat must be. */
  readonly filters: readonly Filter[];
  /** The same for the index, where they are few enough: marks of which one must be there, and of which none may be. */
  readonly marks?: readonly string[];
  readonly unwantedMarks: readonly string[];
}

/** More than these are not told to the index: the hits are looked at instead. */
const marksAtMost = 200;

/** @returns undefined when there can be none */
export async function searchedChats(
  db: Kysely<Tables>,
  owner: string,
  accounts: readonly AccountFacts[],
  choice: ChatChoice,
): Promise<SearchedChats | undefined> {
  const chosen = choiceOf(choice, accounts);
  const unwanted: Filter[] = choice.excludeLowPriority === false ? [] : [(build) => build('low_priority', '=', 1)];
  if (choice.includeMuted === false) unwanted.push((build) => build('muted', '=', 1));
  const filters: readonly Filter[] = [
    ...chosen,
    ...unwanted.map(
      (filter): Filter =>
        (build) =>
          build.not(filter(build)),
    ),
  ];
  if (filters.length === 0) return { filters, unwantedMarks: [] };
  if (chosen.length === 0) {
    const excluded = await idsOf(db, owner, (build) => build.or(unwanted.map((filter) => filter(build))));
    return { filters, unwantedMarks: excluded.length > marksAtMost ? [] : excluded.map(chatMark) };
  }
  const wanted: Filter = (build) => build.and(filters.map((filter) => filter(build)));
  const ids = await idsOf(db, owner, wanted);
  if (ids.length === 0) return undefined;
  // Each mark costs time of its own: whichever are fewer.
  const others = ids.length === 1 ? [] : await idsOf(db, owner, (build) => build.not(wanted(build)), ids.length);
  if (ids.length > 1 && others.length < ids.length) return { filters, unwantedMarks: others.map(chatMark) };
  return { filters, unwantedMarks: [], ...(ids.length <= marksAtMost && { marks: ids.map(chatMark) }) };
}

async function idsOf(
  db: Kysely<Tables>,
  owner: string,
  filter: Filter,
  most: number = marksAtMost + 1,
): Promise<number[]> {
  const chats = db.selectFrom('chats').select('id').where('owner_id', '=', owner).where(filter);
  return (await chats.limit(most).execute()).map(({ id }) => id);
}

function choiceOf(choice: ChatChoice, accounts: readonly AccountFacts[]): Filter[] {
  const { chatIDs, accountIDs, chatType, inChats, networks } = choice;
  const filters: Filter[] = [];
  if (chatIDs !== undefined) filters.push((build) => build.or(chatIDs.map((id) => hasID(id)(build))));
  if (accountIDs !== undefined) filters.push((build) => build('account_id', 'in', accountIDs));
  if (chatType !== undefined) filters.push((build) => build('type', '=', chatType));
  if (inChats.length > 0) filters.push((build) => build.or(inChats.map((name) => isCalled(name)(build))));
  if (networks.length > 0) {
    const named = accounts.filter((account) => networks.some((name) => isOf(account, folded(name))));
    filters.push((build) => build.or(named.map(({ accountID }) => build('account_id', '=', accountID))));
  }
  return filters;
}

const hasID =
  (id: string): Filter =>
  (build) =>
    /^\d{1,15}$/.test(id) ? build('id', '=', Number(id)) : build('public_id', '=', id);

const isCalled =
  (name: string): Filter =>
  (build) =>
    build.or([hasID(name)(build), build.and(wordsOf(name).map((word) => holds(build.ref('folded_title'), word)))]);

/** By the name of its network, or of its bridge, with which every account ID begins. */
const isOf = ({ network, accountID }: AccountFacts, name: string): boolean =>
  folded(network).includes(name) || folded(accountID.split('_', 1)[0] ?? '').includes(name);
