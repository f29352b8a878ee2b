/** Nothing new is let through by being forgotten. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { catalogue } from '../src/operations/catalogue.ts';
import { streamEvents } from '../src/operations/events/stream.ts';
import { onlyWithoutPolicy, rules } from '../src/operations/policy/rules.ts';
import { openStore } from '../src/store/store.ts';
import { temporaryFolder } from './support/server.ts';

test('every operation that needs a token has a rule for tokens with a policy, or is refused to them by name', () => {
  const operations = [...catalogue({ sandbox: true }), streamEvents].filter(({ scope }) => scope !== 'public');
  const told = [...Object.keys(rules), ...onlyWithoutPolicy];
  assert.deepEqual(told.toSorted(), operations.map(({ id }) => id).toSorted());
});

test('what only reads has the scope read', () => {
  const scopes = new Map(catalogue({ sandbox: true }).map(({ id, scope }) => [id, scope]));
  for (const [id, rule] of Object.entries(rules))
    if (['chat', 'say', 'send', 'waiting', 'again', 'upload', 'begin'].includes(rule))
      assert.equal(scopes.get(id), 'write', id);
});

test('who sees a part sees no table as it is', async (t) => {
  const store = await openStore(temporaryFolder(t));
  t.after(() => store.close());
  const seen = store.seenBy({ accountIDs: [], chatIDs: [], chatAccountIDs: [], program: 'token' });
  const { rows } = await sql<{ name: string }>`
    select name from main.sqlite_schema
    where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'
      and name not in (select name from temp.sqlite_schema where type = 'view')`.execute(seen.read);
  const open = rows.map(({ name }) => name).filter((name) => !name.startsWith('message_index'));
  // Of owners there is one, and `meta` has the log's ID.
  assert.deepEqual(open.toSorted(), ['meta', 'owners']);
});
