/** The views of the app as typed routes, to and from addresses. */

export type Route =
  | { readonly view: 'inbox'; readonly chatID?: string | undefined; readonly messageID?: string | undefined }
  | { readonly view: 'search'; readonly query: string }
  | { readonly view: 'accounts'; readonly accountID?: string | undefined }
  | { readonly view: 'add-account'; readonly bridgeID?: string | undefined }
  | { readonly view: 'settings'; readonly section?: string | undefined }
  | { readonly view: 'not-found' };

export type View = Route['view'];

/** @param search with or without its `?` */
export function parseRoute(pathname: string, search: string): Route {
  const [first = '', second, third, ...rest] = pathname.split('/').slice(1).filter(Boolean).map(decoded);
  const query = new URLSearchParams(search);
  if (rest.length > 0) return notFound;
  if (first === 'accounts' && second === 'add') return { view: 'add-account', bridgeID: third };
  if (third !== undefined) return notFound;
  if (first === '') return { view: 'inbox' };
  if (first === 'inbox') return { view: 'inbox', chatID: second, messageID: query.get('message') ?? undefined };
  if (first === 'search' && second === undefined) return { view: 'search', query: query.get('q') ?? '' };
  if (first === 'accounts') return { view: 'accounts', accountID: second };
  if (first === 'settings') return { view: 'settings', section: second };
  return notFound;
}

export function addressOf(route: Route): string {
  switch (route.view) {
    case 'inbox':
      return `${pathOf('inbox', route.chatID)}${queryOf({ message: route.messageID })}`;
    case 'search':
      return `/search${queryOf({ q: route.query })}`;
    case 'accounts':
      return pathOf('accounts', route.accountID);
    case 'add-account':
      return pathOf('accounts', 'add', route.bridgeID);
    case 'settings':
      return pathOf('settings', route.section);
    case 'not-found':
      return '/';
  }
}

const notFound: Route = { view: 'not-found' };

const pathOf = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .map((part) => `/${encodeURIComponent(part)}`)
    .join('');

function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not an address of ours: it names nothing.
    return part;
  }
}
