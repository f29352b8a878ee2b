/** What is loaded once is asked for again, sooner when somebody asks. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partyline } from '@partyline/client';
import { createAppData } from '../src/data/app-data.ts';

test('where nothing could be loaded, waking up tries at once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let calls = 0;
  const asked: (() => void)[] = [];
  const fetch = async () => {
    calls++;
    asked.shift()?.();
    return Response.json({ code: 'ANY', message: 'No' }, { status: 400 });
  };
  const data = createAppData({
    api: new Partyline({ baseURL: 'http://localhost', accessToken: null, maxRetries: 0, fetch }),
    openSocket: () => assert.fail('there is nothing to follow yet'),
    onSignedOut: () => assert.fail('nobody said so'),
  });
  t.after(data.close);
  const failed = new Promise<void>((resolve) => data.start.subscribe(resolve));
  data.open();
  await failed;
  assert.deepEqual([data.start.get().kind, calls], ['failed', 1]);
  const again = new Promise<void>((resolve) => asked.push(resolve));
  data.live.wake(false);
  await again;
  assert.equal(calls, 2);
});
