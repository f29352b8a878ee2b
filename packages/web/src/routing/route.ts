/** The views of the app as typed routes, to and from addresses. */

import { type ChatFilter, keyOf, wholeInbox } from '../data/chat-filter.ts';

export type Route =
  | {
      readonly view: 'inbox';
      readonly chatID?: string | undefined;
      readonly messageID?: string | undefined;
      /** Which chats the list shows; the whole inbox when it is not said. */
      readonly filter?: ChatFilter | undefined;
    }
  | { readonly view: 'search'; readonly query: string }
  | { readonly view: 'accounts'; readonly accountID?: string | undefined }
  | {
      readonly view: 'add-account';
      readonly bridgeID?: string | undefined;
      /** A sign-in that is under way. */
      readonly loginSessionID?: string | undefined;
      /** The account to sign in to again. */
      readonly accountID?: string | undefined;
    }
  | { readonly view: 'settings'; readonly section?: string | undefined }
  | { readonly view: 'not-found' };

export type View = Route['view'];

/** @param search with or without its `?` */
export function parseRoute(pathname: string, search: string): Route {
  const [first = '', second, third, ...rest] = pathname.split('/').slice(1).filter(Boolean).map(decoded);
  const query = new URLSearchParams(search);
  if (first === 'accounts' && second === 'add' && rest.length <= 1) {
    const accountID = query.get('account') ?? undefined;
    return { view: 'add-account', bridgeID: third, loginSessionID: rest[0], accountID };
  }
  if (third !== undefined) return notFound;
  if (first === '') return { view: 'inbox' };
  if (first === 'inbox')
    return { view: 'inbox', chatID: second, messageID: query.get('message') ?? undefined, filter: filterOf(query) };
  if (first === 'search' && second === undefined) return { view: 'search', query: query.get('q') ?? '' };
  if (first === 'accounts') return { view: 'accounts', accountID: second };
  if (first === 'settings') return { view: 'settings', section: second };
  return notFound;
}

export function addressOf(route: Route): string {
  switch (route.view) {
    case 'inbox':
      return `${pathOf('inbox', route.chatID)}${queryOf({ message: route.messageID, ...filterValues(route.filter) })}`;
    case 'search':
      return `/search${queryOf({ q: route.query })}`;
    case 'accounts':
      return pathOf('accounts', route.accountID);
    case 'add-account':
      return `${pathOf('accounts', 'add', route.bridgeID, route.loginSessionID)}${queryOf({ account: route.accountID })}`;
    case 'settings':
      return pathOf('settings', route.section);
    case 'not-found':
      return '/';
  }
}

/** @returns undefined for the whole inbox */
function filterOf(query: URLSearchParams): ChatFilter | undefined {
  const place = query.get('in');
  const filter: ChatFilter = {
    inbox: place === 'archive' || place === 'low-priority' ? place : 'primary',
    ...(query.has('account') && { accountIDs: query.getAll('account') }),
    ...(query.get('unread') === '1' && { unreadOnly: true }),
    ...(query.has('label') && { labelID: query.get('label') ?? '' }),
  };
  return keyOf(filter) === keyOf(wholeInbox) ? undefined : filter;
}

const filterValues = ({ inbox, accountIDs, unreadOnly, labelID }: ChatFilter = wholeInbox) => ({
  in: inbox === 'primary' ? undefined : inbox,
  account: accountIDs,
  unread: unreadOnly === true ? '1' : undefined,
  label: labelID,
});

const notFound: Route = { view: 'not-found' };

const pathOf = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    // Half a character would be an error.
    .map((part) => `/${encodeURIComponent(part.toWellFormed())}`)
    .join('');

function queryOf(values: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value = []]) => [value].flat().map((one) => [name, one]));
  const present = given.filter(([, value]) => value !== '');
  return present.length === 0 ? '' : `?${new URLSearchParams(present)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not an address of ours: it names nothing.
    return part;
  }
}
