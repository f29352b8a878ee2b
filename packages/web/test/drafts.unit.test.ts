/** What was typed and the server does not have: what becomes of it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partyline } from '@partyline/client';
import { createDrafts, readDraft } from '../src/data/drafts.ts';
import { createKept } from '../src/data/kept.ts';

/** @param status of every answer */
function withServer(status: number) {
  const fetch = async () => Response.json({ code: 'ANY', message: 'No' }, { status });
  const api = new Partyline({ baseURL: 'http://localhost', accessToken: null, maxRetries: 0, fetch });
  const kept = createKept(undefined, 'draft', readDraft);
  return { kept, drafts: createDrafts(api, kept) };
}

test('what a server does not take stays, and is told', async () => {
  const { kept, drafts } = withServer(400);
  drafts.set('c', { text: 'Hello', files: [] });
  await drafts.flush();
  assert.deepEqual([drafts.at('c').get()?.text, kept.keys(), drafts.unsaved()], ['Hello', ['c'], 1]);
  drafts.forget();
});

test('the draft of a chat that is not there any more goes with it', async () => {
  const { kept, drafts } = withServer(404);
  drafts.set('c', { text: 'Hello', files: [] });
  await drafts.flush();
  assert.deepEqual([drafts.at('c').get(), kept.keys(), drafts.unsaved()], [undefined, [], 0]);
});
