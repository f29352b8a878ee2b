import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventsOf, rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { command, connectedAccount, readAccount, signIn, switchAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir, running } = await startTestServer({ after });

/** Changes to this status that the metrics count. */
async function counted(status: string): Promise<number> {
  const metrics = await (await fetch(`${running.url}/metrics`)).text();
  const line = new RegExp(
    `^partyline_account_status_changes_total\\{bridge="local-sandbox",status="${status}"\\} (\\d+)$`,
    'm',
  );
  return Number(line.exec(metrics)?.[1] ?? 0);
}

test('contract 4: status never lies: every change is an event and counts in the metrics', async () => {
  const { accountID } = await signIn(api, 'eventful', { status: 'connecting' });
  await untilStatus(api, accountID, 'connecting');
  const story = ['connected', 'backfilling', 'attention_required', 'connected', 'disabled'];
  const before = await Promise.all(story.map(counted));
  await command(api, accountID, { status: 'connected' });
  await untilStatus(api, accountID, 'connected');
  await command(api, accountID, { status: 'backfilling' });
  await untilStatus(api, accountID, 'backfilling');
  await command(api, accountID, { status: 'blocked' });
  await untilStatus(api, accountID, 'attention_required');
  await command(api, accountID, { status: 'connected' });
  await untilStatus(api, accountID, 'connected');
  await switchAccount(api, accountID, true);
  const told = await eventually(
    () => eventsOf(dataDir, accountID),
    (events) => events.at(-1)?.status === 'disabled',
  );
  const statuses = told.map(({ status }) => status);
  // A command wakes an account that is blocked: it may try, and be blocked, once more.
  const withoutTries = statuses.filter((status, index) => status !== 'connecting' && status !== statuses[index - 2]);
  assert.deepEqual(withoutTries, story);
  const counts = await Promise.all(story.map(counted));
  assert.equal((counts[4] ?? 0) - (before[4] ?? 0), 1);
  assert.equal((counts[1] ?? 0) - (before[1] ?? 0), 1);
  assert.equal((counts[0] ?? 0) - (before[0] ?? 0), 2);
});

test('contract 2: one log: the last event of an account is what the API shows, numbers only grow', async () => {
  const { accountID } = await connectedAccount(api, 'last-event');
  await command(api, accountID, { status: 'backfilling' });
  const shown = await untilStatus(api, accountID, 'backfilling');
  const rows = await eventually(
    () => rowsOf(dataDir, 'select seq, payload, owner_id from events where subject = ? order by seq', accountID),
    (found) => JSON.parse(String(found.at(-1)?.['payload'])).status === 'backfilling',
  );
  assert.deepEqual(JSON.parse(String(rows.at(-1)?.['payload'])), shown);
  await api.call('DELETE', `/v1/accounts/${accountID}`);
  const [newest] = rowsOf(dataDir, 'select max(seq) as seq from events');
  await signIn(api, 'after-that');
  const [later] = rowsOf(dataDir, 'select max(seq) as seq from events');
  assert.ok(Number(later?.['seq']) > Number(newest?.['seq']));
});

test('contract 1: acknowledged means stored: a repair, a switch and a removal are stored when they are answered', async () => {
  const { accountID, loginID = '' } = await signIn(api, 'stored');
  const disabled = () => rowsOf(dataDir, 'select disabled from accounts where id = ?', accountID)[0]?.['disabled'];
  assert.equal(disabled(), 0);
  await switchAccount(api, accountID, true);
  assert.equal(disabled(), 1);
  await switchAccount(api, accountID, false);
  assert.equal(disabled(), 0);
  await api.call('DELETE', `/v1/accounts/${accountID}`);
  assert.deepEqual(rowsOf(dataDir, 'select id from logins where id = ?', loginID), []);
});

test('contract 1: acknowledged means stored: what a contact says is stored', async () => {
  const { accountID } = await connectedAccount(api, 'listener');
  await command(api, accountID, { say: { contact: 'herald', text: 'Hear me.' } });
  const stored = () =>
    rowsOf(
      dataDir,
      'select messages.text from messages join chats on chats.id = chat_id where account_id = ? and messages.text like ?',
      accountID,
      'Hear%',
    );
  const [row] = await eventually(stored, (rows) => rows.length > 0);
  assert.equal(row?.['text'], 'Hear me.');
  assert.equal((await readAccount(api, accountID)).status, 'connected');
});
