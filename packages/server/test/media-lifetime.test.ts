import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { ApiError, type UploadResult } from '@partyline/protocol';
import { openMediaFolder } from '../src/media/media-folder.ts';
import { openStore } from '../src/store/store.ts';
import { openRoom, owner, picture, rawRequest } from './support/media.ts';
import { startTestServer, temporaryFolder } from './support/server.ts';

const hourMs = 3_600_000;
const later = (hours: number) => Date.now() + hours * hourMs;

test('an upload that nothing uses goes after a day; one that a message uses stays', async (t) => {
  const { media, store, upload } = await openRoom(t);
  const [unused, kept] = [await upload('unused'), await upload('kept', 'k.txt')];
  await store.write((tx) => media.keep(tx, owner, kept));
  const paths = [await media.pathOf(owner, unused), await media.pathOf(owner, kept)];
  const there = () => paths.map((path) => existsSync(path ?? ''));
  await media.sweep(later(23));
  assert.deepEqual(there(), [true, true]);
  await media.sweep(later(25));
  assert.deepEqual(there(), [false, true]);
  assert.equal(await media.describe(owner, unused), undefined);
  assert.deepEqual(await media.describe(owner, kept), {
    uploadID: kept,
    url: `localmxc://partyline/${kept}`,
    fileName: 'k.txt',
    mimeType: 'text/plain',
    fileSize: 4,
  });
  await assert.rejects(
    store.write((tx) => media.keep(tx, owner, unused)),
    /Upload not found.*24 hours/,
  );
});

test('an upload tells what a message needs of a picture', async (t) => {
  const { media, upload } = await openRoom(t);
  const uploadID = await upload(await picture(8, 4), 'a.png');
  const described = await media.describe(owner, uploadID);
  assert.deepEqual(described?.size, { width: 8, height: 4 });
  assert.equal(described?.posterURL, `localmxc://partyline/${uploadID}?thumbnail`);
});

test('a file that no row knows of goes once it is old enough to have one', async (t) => {
  const { media, dataDir, upload } = await openRoom(t);
  const known = await media.pathOf(owner, await upload('known'));
  const shard = dirname(known ?? '');
  const orphan = join(shard, basename(shard) + 'x'.repeat(20));
  writeFileSync(orphan, 'orphan');
  await media.sweep(Date.now());
  assert.ok(existsSync(orphan));
  await media.sweep(later(2));
  assert.deepEqual([existsSync(orphan), existsSync(known ?? '')], [false, true]);
  assert.ok(existsSync(join(dataDir, 'media', 'incoming')));
});

test('a file over the limit is refused, and nothing of it stays', async (t) => {
  const path = temporaryFolder(t);
  const folder = openMediaFolder(path);
  const source = (length: number) => Readable.from([Buffer.alloc(5), Buffer.alloc(length - 5)]);
  const whole = await folder.receive(source(10), 10);
  assert.ok(existsSync(whole.path));
  await whole.discard();
  await assert.rejects(folder.receive(source(11), 10), (error) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'PAYLOAD_TOO_LARGE');
    return true;
  });
  assert.equal(existsSync(whole.path), false);
});

const publicURL = 'https://media.example.org/party/';
const { running, api, dataDir } = await startTestServer(
  { after },
  { sandbox: false, flags: [`--public-url=${publicURL}`] },
);
const host = { host: 'media.example.org', authorization: '' };

test('the public host name leads to public links and to nothing else', async () => {
  for (const path of ['/v1/accounts', '/', '/docs', '/v1/spec', '/metrics', '/M/x/y', '/%6d/x/y']) {
    assert.equal((await rawRequest(running.url + path, { headers: host })).status, 403, path);
  }
  const unknown = await rawRequest(`${running.url}/m/${'x'.repeat(22)}/a.txt`, { headers: host });
  assert.deepEqual([unknown.status, JSON.parse(unknown.body.toString()).code], [404, 'NOT_FOUND']);
  const evil = await rawRequest(`${running.url}/m/x/y`, { headers: { ...host, host: 'evil.example' } });
  assert.equal(evil.status, 403);
  const post = await rawRequest(`${running.url}/m/x/y`, { method: 'POST', headers: host });
  assert.deepEqual([post.status, post.headers.allow], [405, 'GET, HEAD']);
});

test('a link opens one upload to everybody who has it, for as long as the upload is there', async (t) => {
  const { media, store, upload } = await openRoom(t, { publicURL: 'https://media.example.org' });
  const uploadID = await upload('<script>', 'Grüße aus  Köln & <b>.html');
  const make = () => store.write((tx) => media.publicLink(tx, owner, uploadID));
  const link = (await make()) ?? '';
  assert.match(link, /^https:\/\/media\.example\.org\/m\/[\w-]{22}\/Gru-e-aus-Ko-ln-b-\.html$/);
  assert.ok(!link.includes(uploadID));
  assert.equal(await make(), link);
  const token = link.split('/').at(-2) ?? '';
  await media.sweep(later(48));
  const opened = await media.openPublic(token);
  await opened.file.close();
  assert.equal(opened.contentType, 'text/html; charset=utf-8');
  await store.write((tx) => tx.deleteFrom('media').execute());
  await assert.rejects(media.openPublic(token), /not found/);
  const { media: other, store: otherStore, upload: uploadOther } = await openRoom(t);
  const without = await uploadOther('x');
  assert.equal(await otherStore.write((tx) => other.publicLink(tx, owner, without)), undefined);
});

test('a link is served without a token, safely', async () => {
  const { uploadID } = await api.post<Required<UploadResult>>('/v1/assets/upload/base64', {
    content: Buffer.from('<svg onload="alert(1)"/>').toString('base64'),
    fileName: 'cat.png',
  });
  const store = await openStore(dataDir);
  await store.write((tx) =>
    tx
      .updateTable('media')
      .set({ link_token: 'T'.repeat(22) })
      .where('id', '=', uploadID)
      .execute(),
  );
  await store.close();
  const url = `${running.url}/m/${'T'.repeat(22)}/cat.png`;
  const { status, headers } = await rawRequest(url, { headers: host });
  assert.deepEqual([status, headers['content-type']], [200, 'image/svg+xml']);
  assert.match(headers['content-disposition'] ?? '', /^attachment/);
  assert.match(String(headers['content-security-policy']), /^sandbox/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['x-robots-tag'], 'noindex');
  assert.equal((await rawRequest(url, { headers: { ...host, range: 'bytes=0-3' } })).body.toString(), '<svg');
  assert.equal((await rawRequest(url, { method: 'HEAD', headers: host })).status, 200);
});
