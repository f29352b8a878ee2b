import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { MessageEvent } from '@partyline/connector';
import { ingest } from '../src/inbox/ingest.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { rowsOf } from './support/database.ts';
import { temporaryFolder } from './support/server.ts';

const origin = { owner: 'owner', loginID: 'l' };

function message(id: string, text = 'hello'): MessageEvent {
  const chat = { id: 'c', type: 'single' } as const;
  return { kind: 'message', id, chat, sender: { id: 'other', isSelf: false }, timestamp: 1, text };
}

async function storeWithLogin(t: TestContext): Promise<{ store: Store; stored: () => string[] }> {
  const dataDir = temporaryFolder(t);
  const store = await openStore(dataDir);
  t.after(() => store.close());
  await store.write((tx) =>
    tx
      .insertInto('logins')
      .values({
        id: 'l',
        owner_id: 'owner',
        bridge_id: 'b',
        remote_id: 'r',
        settings: '{}',
        status: 'connected',
        status_text: null,
        capabilities: null,
        created_at: 1,
      })
      .execute(),
  );
  const stored = () =>
    rowsOf(dataDir, 'select event from inbound order by seq').map((row) => JSON.parse(String(row['event'])));
  return { store, stored: () => stored().map((event) => `${event.id}:${event.text}`) };
}

test('contract 1: acknowledged means stored: ingest resolves when the events can be seen, in their order', async (t) => {
  const { store, stored } = await storeWithLogin(t);
  await ingest(store, origin, [message('2'), message('1'), message('3')]);
  assert.deepEqual(stored(), ['2:hello', '1:hello', '3:hello']);
});

test('an event that comes again is dropped, within a call, across calls and side by side', async (t) => {
  const { store, stored } = await storeWithLogin(t);
  await ingest(store, origin, [message('1', 'first'), message('1', 'again')]);
  await Promise.all([1, 2, 3].map(() => ingest(store, origin, [message('1'), message('2', 'new')])));
  assert.deepEqual(stored(), ['1:first', '2:new']);
});

test('a long history is stored whole', async (t) => {
  const { store, stored } = await storeWithLogin(t);
  await ingest(
    store,
    origin,
    Array.from({ length: 1_001 }, (_, index) => message(String(index))),
  );
  assert.equal(stored().length, 1_001);
  assert.equal(stored().at(-1), '1000:hello');
});

test('what cannot be stored is refused whole: an unknown kind, and a login that is gone', async (t) => {
  const { store, stored } = await storeWithLogin(t);
  const strange = JSON.parse('{"kind": "strange", "id": "x"}');
  await assert.rejects(ingest(store, origin, [message('1'), strange]), /no kind of event called strange/);
  await assert.rejects(ingest(store, { owner: 'owner', loginID: 'gone' }, [message('1')]));
  assert.deepEqual(stored(), []);
});
