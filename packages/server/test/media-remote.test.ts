import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { MediaFetch } from '@partyline/connector';
import { ApiError } from '@partyline/protocol';
import { eventually } from './support/eventually.ts';
import { contentOf, openRoom, owner, picture, type RoomOptions, stranger } from './support/media.ts';

/** A network with these files; `asked` is what was fetched from it. */
async function network(
  t: TestContext,
  files: Readonly<Record<string, string | Buffer | ((fetch: MediaFetch) => Promise<void>)>>,
  options: RoomOptions = {},
) {
  const asked: string[] = [];
  const room = await openRoom(t, {
    ...options,
    async fetchRemote(fetch, accountID) {
      assert.equal(accountID, 'a');
      asked.push(fetch.ref);
      const content = files[fetch.ref];
      if (typeof content === 'function') return content(fetch);
      if (content === undefined) throw new Error('it has no such file');
      await writeFile(fetch.path, content);
    },
  });
  const read = async (url: string) => contentOf(await room.media.open(owner, url));
  return { ...room, asked, read };
}

const isNotFound = (error: unknown) => error instanceof ApiError && error.code === 'NOT_FOUND';

test('an attachment has one ID, and is fetched once, when it is first wanted', async (t) => {
  const { remember, asked, read, media, dataDir } = await network(t, { one: 'first', two: 'second' });
  const url = await remember({ ref: 'one', fileName: 'a.txt' });
  assert.match(url, /^mxc:\/\/partyline\/[\w-]{22}$/);
  assert.equal(await remember({ ref: 'one', fileName: 'b.txt' }), url);
  assert.notEqual(await remember({ ref: 'two' }), url);
  assert.deepEqual(asked, []);
  const contents = await Promise.all(Array.from({ length: 5 }, () => read(url)));
  assert.deepEqual(contents.map(String), Array(5).fill('first'));
  assert.equal(String(await read(url)), 'first');
  assert.deepEqual(asked, ['one']);
  const opened = await media.open(owner, url);
  await opened.file.close();
  assert.deepEqual([opened.fileName, opened.contentType], ['a.txt', 'text/plain; charset=utf-8']);
  assert.equal(await media.download(owner, url), `file://${opened.path}`);
  assert.deepEqual(readdirSync(join(dataDir, 'media', 'incoming')), []);
});

test('nothing of another owner is given', async (t) => {
  const { remember, upload, media, store, asked } = await network(
    t,
    { one: await picture(4, 4) },
    { publicURL: 'https://x.org' },
  );
  const url = await remember({ ref: 'one' });
  await (await media.open(owner, url)).file.close();
  const uploadID = await upload('mine');
  const path = await media.pathOf(owner, uploadID);
  assert.ok(path !== undefined && existsSync(path));
  for (const foreign of [url, `${url}?thumbnail`, `localmxc://partyline/${uploadID}`, `file://${path}`]) {
    await assert.rejects(media.open(stranger, foreign), isNotFound, foreign);
    await assert.rejects(media.download(stranger, foreign), isNotFound, foreign);
  }
  assert.equal(await media.pathOf(stranger, uploadID), undefined);
  assert.equal(await media.describe(stranger, uploadID), undefined);
  await assert.rejects(
    store.write((tx) => media.keep(tx, stranger, uploadID)),
    isNotFound,
  );
  await assert.rejects(
    store.write((tx) => media.publicLink(tx, stranger, uploadID)),
    isNotFound,
  );
  assert.deepEqual(asked, ['one']);
});

test('a failure is told in words and tried again the next time', async (t) => {
  let broken = true;
  const { remember, media, asked, read, dataDir } = await network(
    t,
    {
      flaky: (fetch) => (broken ? Promise.reject(new Error('the link is down')) : writeFile(fetch.path, 'here')),
      silent: () => new Promise(() => {}),
      nothing: async () => {},
      refused: () => Promise.reject(new ApiError('UNAVAILABLE', 'not now')),
    },
    { fetchLimitMs: 50 },
  );
  const refusals = [
    ['flaky', 'UPSTREAM_ERROR', /The network did not give the file: the link is down/],
    ['missing', 'UPSTREAM_ERROR', /it has no such file/],
    ['silent', 'UPSTREAM_ERROR', /no answer within 0.05 s/],
    ['nothing', 'UPSTREAM_ERROR', /The network did not give the file/],
    ['refused', 'UNAVAILABLE', /not now/],
  ] as const;
  for (const [ref, code, message] of refusals) {
    const url = await remember({ ref });
    await assert.rejects(media.open(owner, url), (error) => {
      assert.ok(error instanceof ApiError, ref);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
  }
  broken = false;
  assert.equal(String(await read(await remember({ ref: 'flaky' }))), 'here');
  assert.equal(asked.filter((ref) => ref === 'flaky').length, 2);
  assert.deepEqual(readdirSync(join(dataDir, 'media', 'incoming')), []);
});

test('the cache keeps its size: what was used longest ago goes and is fetched again, uploads stay', async (t) => {
  const large = Buffer.alloc(400_000, 'x');
  const { remember, upload, asked, read, media, store } = await network(t, { a: large, b: large, c: large });
  const uploadID = await upload(Buffer.alloc(3_000_000, 'u'));
  const [a, b, c] = [await remember({ ref: 'a' }), await remember({ ref: 'b' }), await remember({ ref: 'c' })];
  await read(a);
  await store.write((tx) => tx.updateTable('media').set({ used_at: 1 }).where('remote_ref', '=', 'a').execute());
  await read(b);
  await store.write((tx) => tx.updateTable('media').set({ used_at: 2 }).where('remote_ref', '=', 'b').execute());
  // Reading makes `a` younger than `b`.
  await read(a);
  await read(c);
  await media.sweep(Date.now());
  const stored = await store.read
    .selectFrom('media')
    .select('remote_ref')
    .where('stored_size', 'is not', null)
    .orderBy('remote_ref')
    .execute();
  assert.deepEqual(
    stored.map((row) => row.remote_ref),
    [null, 'a', 'c'],
  );
  assert.deepEqual(await read(b), large);
  assert.deepEqual(asked, ['a', 'b', 'c', 'b']);
  assert.equal((await media.describe(owner, uploadID))?.fileSize, 3_000_000);
});

test('a thumbnail of what a network holds is fetched, made, lost and made again', async (t) => {
  const { remember, asked, read, store, media } = await network(t, { photo: await picture(900, 300) });
  const url = `${await remember({ ref: 'photo', kind: 'img' })}?thumbnail`;
  const made = await read(url);
  assert.equal(made.subarray(8, 12).toString(), 'WEBP');
  assert.deepEqual(await read(url), made);
  assert.deepEqual(asked, ['photo']);
  const [row] = await store.read.selectFrom('media').selectAll().where('kind', '=', 'thumbnail').execute();
  assert.equal(row?.stored_size, made.length);
  await store.write((tx) => tx.deleteFrom('media').where('kind', '=', 'thumbnail').execute());
  assert.deepEqual(await read(url), made);
  await media.sweep(Date.now());
});

test('a picture is measured when it comes, and a network that knows the size is not asked for it', async (t) => {
  const { remember, read, store } = await network(t, { photo: await picture(30, 20) });
  const row = () => store.read.selectFrom('media').selectAll().executeTakeFirstOrThrow();
  const url = await remember({ ref: 'photo', size: { width: 3, height: 2 }, duration: 1.5 });
  const told = await row();
  assert.deepEqual([told.width, told.height, told.duration, told.content_type], [3, 2, 1.5, null]);
  await read(url);
  const known = await row();
  assert.deepEqual([known.width, known.height, known.content_type], [30, 20, 'image/png']);
});

test('what an account brought goes with it', async (t) => {
  const { remember, read, store, media } = await network(t, { one: 'first' });
  const url = await remember({ ref: 'one' });
  await read(url);
  const path = (await media.download(owner, url)).replace('file://', '');
  await store.write((tx) => tx.deleteFrom('accounts').execute());
  await assert.rejects(media.open(owner, url), isNotFound);
  await media.sweep(Date.now() + 2 * 3_600_000);
  await eventually(
    () => existsSync(path),
    (there) => !there,
  );
});
