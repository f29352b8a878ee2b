import { test } from 'node:test';
import { signIn, startHosting } from './hosting.ts';
test('signing in', async (t) => {
  const hosting = await startHosting(t);
  console.log(JSON.stringify(await hosting.api.get('/v1/bridges')));
  await signIn(hosting, 'ann');
});
