/** Calls of the client, each with the one request it must make. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Partyline } from '../src/index.ts';
import { json, peer } from './peer.ts';

/** @example [(c) => c.accounts.update('a', { isDisabled: true }), 'PATCH /v1/accounts/a', { isDisabled: true }] */
export type Calls = ReadonlyArray<[call: (client: Partyline) => Promise<unknown>, request: string, body?: unknown]>;

export async function assertRequests(t: TestContext, calls: Calls): Promise<void> {
  const { client, seen } = await peer(t, [json(200, { items: [], hasMore: false })]);
  for (const [index, [call, request, body]] of calls.entries()) {
    await call(client());
    const last = seen.at(-1);
    assert.equal(seen.length, index + 1, request);
    assert.equal(`${last?.method} ${last?.url}`, request);
    assert.deepEqual(last?.body === '' ? undefined : JSON.parse(last?.body ?? ''), body, request);
    assert.equal(last?.headers['content-type'], body === undefined ? undefined : 'application/json', request);
    assert.equal(last?.headers.authorization, 'Bearer secret-token');
    assert.equal(last?.headers.accept, 'application/json');
    assert.match(last?.headers['user-agent'] ?? '', /^Partyline\/JS \d/);
  }
}
