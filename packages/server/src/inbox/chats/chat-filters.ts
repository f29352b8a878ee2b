/** What chats can be searched by (contract 3.4). */

import type { AccountFacts } from '../account-facts.ts';
import { folded } from '../folding.ts';
import { type Filter, holds } from './chat-pages.ts';

export interface ChatFilter {
  readonly accountIDs?: readonly string[] | undefined;
  /** Every word must be in the title or the network's name, or with `participants` in what the others in the chat are called. */
  readonly query?: string | undefined;
  readonly scope?: 'titles' | 'participants' | undefined;
  readonly type?: 'single' | 'group' | undefined;
  readonly inbox?: 'primary' | 'low-priority' | 'archive' | undefined;
  readonly unreadOnly?: boolean | undefined;
  readonly includeMuted?: boolean | undefined;
  /** Milliseconds since the epoch; strictly. */
  readonly lastActivityBefore?: number | undefined;
  readonly lastActivityAfter?: number | undefined;
  readonly labelID?: string | undefined;
}

/** @param accounts of the owner */
export function filtersOf(filter: ChatFilter, accounts: readonly AccountFacts[]): Filter[] {
  const { accountIDs, type, inbox, lastActivityBefore, lastActivityAfter, labelID } = filter;
  const filters: Filter[] = wordsOf(filter.query).map((word) =>
    filter.scope === 'participants' ? withPerson(word) : withTitle(word, accounts),
  );
  if (accountIDs !== undefined) filters.push((build) => build('account_id', 'in', accountIDs));
  if (type !== undefined) filters.push((build) => build('type', '=', type));
  if (inbox !== undefined) filters.push(inboxes[inbox]);
  if (filter.unreadOnly === true)
    filters.push((build) => build.or([build('unread_count', '>', 0), build('marked_unread', '=', 1)]));
  if (filter.includeMuted === false) filters.push((build) => build('muted', '=', 0));
  if (lastActivityBefore !== undefined) filters.push((build) => build('activity', '<', lastActivityBefore));
  if (lastActivityAfter !== undefined) filters.push((build) => build('activity', '>', lastActivityAfter));
  if (labelID !== undefined) filters.push(withLabel(labelID));
  return filters;
}

const inboxes: Readonly<Record<NonNullable<ChatFilter['inbox']>, Filter>> = {
  primary: (build) => build.and([build('archived', '=', 0), build('low_priority', '=', 0)]),
  'low-priority': (build) => build.and([build('archived', '=', 0), build('low_priority', '=', 1)]),
  archive: (build) => build('archived', '=', 1),
};

export function wordsOf(query = ''): string[] {
  return folded(query).split(/\s+/).filter(Boolean);
}

/** The network's name is no column: it is the account's. */
function withTitle(word: string, accounts: readonly AccountFacts[]): Filter {
  const named = accounts.filter(({ network }) => folded(network).includes(word)).map(({ accountID }) => accountID);
  return (build) =>
    build.or([
      holds(build.ref('folded_title'), word),
      ...(named.length === 0 ? [] : [build('account_id', 'in', named)]),
    ]);
}

/** Not the person themselves, who is in every chat. Two words may be of two people. */
function withPerson(word: string): Filter {
  return (build) =>
    build.exists(
      build
        .selectFrom('participants')
        .select('user_id')
        .whereRef('participants.chat_id', '=', 'chats.id')
        .where('is_self', '=', 0)
        .where((person) => holds(person.ref('folded'), word)),
    );
}

function withLabel(labelID: string): Filter {
  return (build) =>
    build.exists(
      build
        .selectFrom('chat_labels')
        .select('label_id')
        .whereRef('chat_labels.chat_id', '=', 'chats.id')
        .where('label_id', '=', labelID),
    );
}
