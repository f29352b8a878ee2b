import assert from 'node:assert/strict';
import { rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DownloadResult, UploadResult } from '@partyline/protocol';
import { picture, rawRequest } from './support/media.ts';
import { startTestServer } from './support/server.ts';

const { running, api, dataDir } = await startTestServer({ after }, { sandbox: false });

async function upload(content: string | Buffer, fileName = 'x'): Promise<Required<UploadResult>> {
  return api.post('/v1/assets/upload/base64', { content: Buffer.from(content).toString('base64'), fileName });
}

const urlOf = ({ uploadID }: { uploadID: string }) => `localmxc://partyline/${uploadID}`;
const address = (url: string) => `${running.url}/v1/assets/serve?url=${encodeURIComponent(url)}`;
const serve = (url: string, headers?: Record<string, string>, method?: string) =>
  rawRequest(address(url), { ...(headers && { headers }), ...(method && { method }) });

const text = 'The quick brown fox';
const fox = await upload(text, 'fox.txt');

test('the whole file, under each of its URLs', async () => {
  for (const url of [urlOf(fox), fox.srcURL, `mxc://partyline/${fox.uploadID}`]) {
    const { status, headers, body } = await serve(url);
    assert.equal(status, 200);
    assert.equal(body.toString(), text);
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal(headers['content-length'], String(text.length));
    assert.equal(headers['accept-ranges'], 'bytes');
    assert.equal(headers['content-disposition'], 'inline; filename=fox.txt');
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});

test('HEAD tells the same and sends nothing', async () => {
  const { status, headers, body } = await serve(urlOf(fox), { range: 'bytes=0-3' }, 'HEAD');
  assert.deepEqual([status, headers['content-length'], body.length], [200, String(text.length), 0]);
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
});

test('ranges (RFC 9110, section 14)', async () => {
  const cases: [range: string, status: number, body: string, contentRange?: string][] = [
    ['bytes=4-8', 206, 'quick', `bytes 4-8/${text.length}`],
    ['bytes=16-', 206, 'fox', `bytes 16-18/${text.length}`],
    ['bytes=-3', 206, 'fox', `bytes 16-18/${text.length}`],
    ['bytes=16-999', 206, 'fox', `bytes 16-18/${text.length}`],
    ['bytes=0-0', 206, 'T', `bytes 0-0/${text.length}`],
    ['bytes=0-1,4-5', 200, text],
    ['bytes=8-4', 416, '', `bytes */${text.length}`],
    ['lines=1-2', 200, text],
    ['nonsense', 200, text],
  ];
  for (const [range, status, body, contentRange] of cases) {
    const reply = await serve(urlOf(fox), { range });
    assert.equal(reply.status, status, range);
    assert.equal(reply.headers['content-range'], contentRange, range);
    if (status !== 416) assert.equal(reply.body.toString(), body, range);
    if (status !== 416) assert.equal(reply.headers['content-length'], String(body.length), range);
  }
  const beyond = await serve(urlOf(fox), { range: 'bytes=19-' });
  assert.equal(beyond.status, 416);
  assert.equal(JSON.parse(beyond.body.toString()).code, 'RANGE_NOT_SATISFIABLE');
});

test('conditional requests (RFC 9110, section 13)', async () => {
  const { headers } = await serve(urlOf(fox));
  const [etag, modified] = [headers.etag ?? '', headers['last-modified'] ?? ''];
  assert.match(etag, /^"[\w-]+"$/);
  for (const unchanged of [
    { 'if-none-match': etag },
    { 'if-none-match': `"other", W/${etag}` },
    { 'if-none-match': '*' },
    { 'if-modified-since': modified },
    { 'if-none-match': etag, range: 'bytes=0-1' },
  ]) {
    const reply = await serve(urlOf(fox), unchanged as Record<string, string>);
    assert.deepEqual([reply.status, reply.body.length, reply.headers.etag], [304, 0, etag], JSON.stringify(unchanged));
  }
  const changed = await serve(urlOf(fox), { 'if-none-match': '"other"', 'if-modified-since': modified });
  assert.equal(changed.status, 200);
  const [same, other] = [
    await serve(urlOf(fox), { range: 'bytes=0-2', 'if-range': etag }),
    await serve(urlOf(fox), { range: 'bytes=0-2', 'if-range': '"other"' }),
  ];
  assert.deepEqual([same.status, same.body.toString()], [206, 'The']);
  assert.deepEqual([other.status, other.body.toString()], [200, text]);
});

test('an empty file, and a name that needs encoding (RFC 5987)', async () => {
  const data = new FormData();
  data.set('file', new Blob([]), 'Grüße 🦑 "x".txt');
  const answer = await fetch(`${running.url}/v1/assets/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer token-of-the-server-tests` },
    body: data,
  });
  const empty: Required<UploadResult> = JSON.parse(await answer.text());
  const { status, headers, body } = await serve(urlOf(empty));
  assert.deepEqual([status, headers['content-length'], body.length], [200, '0', 0]);
  assert.match(headers['content-disposition'] ?? '', /filename\*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%A6%91/);
  assert.equal((await serve(urlOf(empty), { range: 'bytes=0-' })).status, 416);
});

test('what browsers would run is only ever saved, whatever it is called', async () => {
  const active = {
    svg: ['<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'image/svg+xml'],
    'svg after a prologue': ['<?xml version="1.0"?>\n<!-- x -->\n<svg><script/></svg>', 'image/svg+xml'],
    html: ['<!DOCTYPE html><script>1</script>', 'text/html; charset=utf-8'],
    'html in capitals': ['\n <HTML><body onload=1>', 'text/html; charset=utf-8'],
    xml: ['<?xml version="1.0"?><x/>', 'application/xml'],
  } as const;
  for (const [what, [content, contentType]] of Object.entries(active)) {
    const { headers } = await serve(urlOf(await upload(content, 'cat.png')));
    assert.equal(headers['content-type'], contentType, what);
    assert.match(headers['content-disposition'] ?? '', /^attachment/, what);
    assert.match(String(headers['content-security-policy']), /^sandbox/, what);
    assert.equal(headers['x-content-type-options'], 'nosniff', what);
  }
  const shown = await serve(urlOf(await upload(await picture(2, 2), 'cat.html')));
  assert.equal(shown.headers['content-type'], 'image/png');
  assert.match(shown.headers['content-disposition'] ?? '', /^inline/);
});

test('a thumbnail is small and is made once; what is no picture has none', async () => {
  const large = await upload(await picture(1_000, 500, 'jpeg', 6));
  const url = `${urlOf(large)}?thumbnail`;
  const [one, other] = await Promise.all([serve(url), serve(url)]);
  assert.deepEqual([one.status, one.headers['content-type']], [200, 'image/webp']);
  assert.deepEqual(one.body, other.body);
  assert.equal((await serve(url, { 'if-none-match': one.headers.etag ?? '' })).status, 304);
  const small = await api.post<UploadResult>('/v1/assets/upload/base64', { content: one.body.toString('base64') });
  assert.deepEqual([small.width, small.height], [160, 320]);
  const whole = await picture(64, 64);
  for (const content of [text, whole.subarray(0, 60), '<svg/>']) {
    const reply = await serve(`${urlOf(await upload(content))}?thumbnail`);
    assert.equal(reply.status, 404);
    assert.match(reply.body.toString(), /not found/i);
  }
});

test('nothing but what this server gave is served', async (t) => {
  const outside = join(dataDir, 'secret');
  await writeFile(outside, 'secret');
  const media = join(dataDir, 'media');
  const path = fileURLToPath(fox.srcURL);
  const [shard, id] = [dirname(path), fox.uploadID];
  // A link where a file was, a link beside it, and a folder that is a link.
  const linked = await upload('linked');
  const linkedPath = fileURLToPath(linked.srcURL);
  await rename(linkedPath, `${linkedPath}-moved`);
  await symlink(outside, linkedPath);
  const moved = await upload('moved');
  const movedShard = dirname(fileURLToPath(moved.srcURL));
  await rename(movedShard, join(dataDir, 'elsewhere'));
  await symlink(join(dataDir, 'elsewhere'), movedShard);
  await symlink(outside, join(media, 'link'));
  const urls = [
    `file://${outside}`,
    'file:///etc/passwd',
    `file://${media}/../secret`,
    `file://${media}/%2e%2e/secret`,
    `file://${media}/..%2fsecret`,
    `file://${media}/%2e%2e%2fsecret`,
    `file://${media}/x/../${shard.slice(-2)}/${id}`,
    `file://${media}/link`,
    `file://${media}`,
    `file://${media}/incoming`,
    `file://${shard}`,
    `file://${path}/`,
    `file://${path}?x`,
    `file://${path}#x`,
    `file://evil.example${path}`,
    `file://127.0.0.1${path}`,
    `file:${join('..', 'secret')}`,
    path,
    linked.srcURL,
    urlOf(linked),
    moved.srcURL,
    `localmxc://partyline/${'x'.repeat(22)}`,
    `localmxc://partyline/../${id}`,
    `localmxc://partyline/${id}/..`,
    `localmxc://elsewhere/${id}`,
    `mxc://example.org/${id}`,
    `http://localhost/${id}`,
    `${urlOf(fox)}?other`,
    '\0',
    'x'.repeat(10_000),
  ];
  for (const url of urls) {
    await t.test(JSON.stringify(url.slice(0, 100)), async () => {
      const { status, body } = await serve(url);
      assert.equal(status, 404, body.toString());
      const answer = await api.post<DownloadResult>('/v1/assets/download', { url });
      assert.deepEqual(answer, { error: 'Asset not found' });
    });
  }
  assert.equal((await rawRequest(address(urlOf(fox)), { headers: { authorization: '' } })).status, 401);
});

test('a download is the file on this machine', async () => {
  assert.deepEqual(await api.post('/v1/assets/download', { url: urlOf(fox) }), { srcURL: fox.srcURL });
});
