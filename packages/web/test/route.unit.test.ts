/** Every view has an address, and every address leads to its view or to none. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paths } from '../src/routing/paths.ts';
import { addressOf, parseRoute, type Route } from '../src/routing/route.ts';

const routes: readonly Route[] = [
  { view: 'inbox' },
  { view: 'inbox', chatID: '!a/b?c#d:local-irc' },
  { view: 'inbox', chatID: '!x:y', messageID: '123' },
  { view: 'search', query: '' },
  { view: 'search', query: 'from:me "two words" & more' },
  { view: 'accounts' },
  { view: 'accounts', accountID: 'local-irc_ba_1' },
  { view: 'add-account' },
  { view: 'add-account', bridgeID: 'local-irc' },
  { view: 'add-account', bridgeID: 'local-irc', accountID: 'local-irc_ba_1' },
  { view: 'add-account', bridgeID: 'local-irc', loginSessionID: 'ls_1' },
  { view: 'settings' },
  { view: 'settings', section: 'about' },
];

const present = (route: Route) => Object.fromEntries(Object.entries(route).filter(([, value]) => value !== undefined));

test('a route is what its address says, and the server knows the address', () => {
  const patterns = paths.map((path) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`));
  for (const route of routes) {
    const { pathname, search } = new URL(addressOf(route), 'http://localhost');
    assert.deepEqual(present(parseRoute(pathname, search)), present(route));
    assert.ok(
      patterns.some((pattern) => pattern.test(pathname)),
      pathname,
    );
  }
});

test('what is no view is none', () => {
  assert.deepEqual(parseRoute('/', ''), { view: 'inbox' });
  for (const path of ['/nothing', '/inbox/a/b', '/settings/a/b', '/search/x', '/accounts/a/b', '/accounts/add/a/b/c'])
    assert.deepEqual(parseRoute(path, ''), { view: 'not-found' }, path);
  assert.deepEqual(present(parseRoute('/inbox/%E0%A4%A', '')), { view: 'inbox', chatID: '%E0%A4%A' });
});
