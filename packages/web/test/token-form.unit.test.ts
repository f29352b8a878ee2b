/** What is filled in for a token is what the server is asked for, and nothing that it would refuse is sent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyTokenForm, problemOf, type TokenForm, tokenInputOf } from '../src/features/settings/tokens/token-form.ts';

const form = (more: Partial<TokenForm>): TokenForm => ({ ...emptyTokenForm, name: ' assistant ', ...more });
const chat = { id: '!a:x', title: 'A', accountID: 'acc-1' };
const now = Date.UTC(2026, 0, 1);

test('a form becomes a token without a policy where nothing is held back', () => {
  assert.deepEqual(tokenInputOf(form({ expiry: 'never' }), now), { name: 'assistant', scopes: ['read', 'write'] });
  assert.deepEqual(tokenInputOf(form({ access: 'read', expiry: '7' }), now), {
    name: 'assistant',
    scopes: ['read'],
    expiresAt: '2026-01-08T00:00:00.000Z',
  });
});

test('every restriction is in the policy, and those of writing only where it writes', () => {
  const whole = form({
    expiry: 'never',
    sees: 'some',
    accountIDs: ['acc-1'],
    chats: [chat],
    writes: 'some',
    writeChats: [chat],
    sends: ' 20 ',
    approval: true,
  });
  assert.deepEqual(tokenInputOf(whole, now).policy, {
    accountIDs: ['acc-1'],
    chatIDs: ['!a:x'],
    writeChatIDs: ['!a:x'],
    sendsPerHour: 20,
    approval: true,
  });
  const reader = { ...whole, access: 'read' as const };
  assert.deepEqual(tokenInputOf(reader, now).policy, { accountIDs: ['acc-1'], chatIDs: ['!a:x'] });
  // It sees everything again: what was chosen before does not count.
  assert.deepEqual(tokenInputOf({ ...reader, sees: 'all' }, now).policy, undefined);
});

test('what is wrong is found from the top', () => {
  assert.deepEqual(problemOf(form({ name: '  ' })), { field: 'name' });
  assert.deepEqual(problemOf(form({ sees: 'some' })), { field: 'sees' });
  assert.deepEqual(problemOf(form({ writes: 'some' })), { field: 'writes' });
  assert.equal(problemOf(form({ writes: 'some', access: 'read' })), undefined);
  const elsewhere = form({ sees: 'some', accountIDs: ['acc-2'], writes: 'some', writeChats: [chat] });
  assert.deepEqual(problemOf(elsewhere), { field: 'unseen', title: 'A' });
  assert.equal(problemOf({ ...elsewhere, accountIDs: ['acc-1'] }), undefined);
  assert.equal(problemOf({ ...elsewhere, chats: [chat] }), undefined);
  for (const sends of ['-1', '1.5', 'x', '100001']) assert.deepEqual(problemOf(form({ sends })), { field: 'sends' });
  for (const sends of ['', '0', '100000']) assert.equal(problemOf(form({ sends })), undefined);
});
