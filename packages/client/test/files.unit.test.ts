import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PartylineError, type Uploadable } from '../src/index.ts';
import { failure, json, peer, type Seen } from './peer.ts';

const good = json(200, { uploadID: 'u' });

async function fileWith(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'partyline-client-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'a "b".txt');
  await writeFile(path, text);
  return path;
}

/** The fields of a form, in their order; a file as its name and text. */
async function formOf(request: Seen | undefined): Promise<unknown[]> {
  const type = request?.headers['content-type'] ?? '';
  const form = await new Response(request?.body, { headers: { 'content-type': type } }).formData();
  const fields: unknown[] = [];
  for (const [name, value] of form) {
    fields.push(typeof value === 'string' ? [name, value] : [name, value.name, await value.text()]);
  }
  return fields;
}

const ways: ReadonlyArray<[what: string, file: (path: string) => Uploadable, name: string]> = [
  ['a path', (path) => path, 'a "b".txt'],
  ['a stream of fs', (path) => createReadStream(path), 'a "b".txt'],
  ['a File', () => new File(['hällo'], 'x.txt'), 'x.txt'],
  ['a Blob', () => new Blob(['hällo']), 'file'],
  ['bytes', () => new TextEncoder().encode('hällo'), 'file'],
  ['a web stream', () => new Blob(['hällo']).stream(), 'file'],
  ['a Response', () => new Response('hällo'), 'file'],
];
for (const [what, file, name] of ways) {
  test(`${what} is uploaded as a form`, async (t) => {
    const path = await fileWith(t, 'hällo');
    const { client, seen } = await peer(t, [good]);
    await client().assets.upload({ file: file(path), fileName: 'n', mimeType: 'text/plain' });
    assert.equal(`${seen[0]?.method} ${seen[0]?.url}`, 'POST /v1/assets/upload');
    assert.deepEqual(await formOf(seen[0]), [
      ['fileName', 'n'],
      ['mimeType', 'text/plain'],
      ['file', name, 'hällo'],
    ]);
  });
}

test('a file is uploaded again when the upload fails; a stream is not', async (t) => {
  const path = await fileWith(t, 'again');
  const { client, seen } = await peer(t, [failure(503), good]);
  assert.deepEqual(await client().assets.upload({ file: path }), { uploadID: 'u' });
  assert.deepEqual(await formOf(seen[0]), await formOf(seen[1]));
  const once = await peer(t, [failure(503), good]);
  await assert.rejects(once.client().assets.upload({ file: createReadStream(path) }), { status: 503 });
  assert.equal(once.seen.length, 1);
});

test('a path where no file is fails before anything is sent', async (t) => {
  const { client, seen } = await peer(t, [good]);
  await assert.rejects(client().assets.upload({ file: '/no/such/file' }), (error) => {
    return error instanceof PartylineError && error.message.includes('/no/such/file');
  });
  assert.equal(seen.length, 0);
});

test('a served file is a response to read, as slowly as one likes', async (t) => {
  const { client, seen } = await peer(t, [
    failure(503),
    (response) => {
      response.writeHead(206, { 'content-type': 'image/png' });
      response.write('first ');
      setTimeout(() => response.end('second'), 150);
    },
  ]);
  const url = 'mxc://a/b';
  const response = await client({ timeout: 100 }).assets.serve({ url }, { headers: { range: 'bytes=0-11' } });
  assert.equal(response.status, 206);
  assert.equal(await response.text(), 'first second');
  assert.equal(seen.length, 2);
  const [, request] = seen;
  assert.equal(request?.url, '/v1/assets/serve?url=mxc%3A%2F%2Fa%2Fb');
  assert.deepEqual([request.headers.accept, request.headers['range']], ['application/octet-stream', 'bytes=0-11']);
});

test('a file that is not there is an error, and an abort ends the reading', async (t) => {
  const { client } = await peer(t, [failure(404), (response) => response.writeHead(200).write('begun')]);
  const { assets } = client();
  await assert.rejects(assets.serve({ url: 'mxc://a/b' }), { status: 404 });
  const controller = new AbortController();
  const response = await assets.serve({ url: 'mxc://a/b' }, { signal: controller.signal });
  const text = response.text();
  controller.abort();
  await assert.rejects(text, { name: 'AbortError' });
});
