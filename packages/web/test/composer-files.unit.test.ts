/** The files beside what is written are those of the draft, and those that are not there yet. */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { composerFiles } from '../src/features/composer/files.ts';

afterEach(composerFiles.forget);

const names = () =>
  composerFiles
    .at('c')
    .get()
    ?.map(({ name }) => name);
const uploaded = (fileName: string) => ({ uploadID: `id of ${fileName}`, fileName, mimeType: 'text/plain' });

test('what another device sent or took away goes here too; what is only here stays', () => {
  composerFiles.adopt('c', [uploaded('one.txt'), uploaded('two.txt')]);
  assert.deepEqual(names(), ['one.txt', 'two.txt']);
  composerFiles.add('c', [new File(['x'], 'here.txt')], () => 'not taken');
  composerFiles.adopt('c', [uploaded('two.txt'), uploaded('three.txt')]);
  assert.deepEqual(names(), ['two.txt', 'here.txt', 'three.txt']);
  composerFiles.adopt('c', []);
  assert.deepEqual(names(), ['here.txt']);
});

test('whoever signs out leaves no files', () => {
  composerFiles.adopt('c', [uploaded('one.txt')]);
  composerFiles.forget();
  assert.equal(composerFiles.at('c').get(), undefined);
});

test('only what may go better is tried again', async () => {
  composerFiles.add('c', [new File(['x'], 'bad.txt')], () => 'not taken');
  assert.equal(composerFiles.at('c').get()?.[0]?.canRetry, undefined);
  composerFiles.forget();
  const failed = new Promise<void>((resolve) =>
    composerFiles.at('c').subscribe(() => composerFiles.at('c').get()?.[0]?.state === 'failed' && resolve()),
  );
  // There is no browser that could upload it.
  composerFiles.add('c', [new File(['x'], 'lost.txt')], () => undefined);
  await failed;
  assert.equal(composerFiles.at('c').get()?.[0]?.canRetry, true);
});
