import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { UploadResult } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { startTestServer, testToken } from './support/server.ts';

const { running, dataDir, api } = await startTestServer({ after }, { sandbox: false });

async function send(body: string | ReadableStream, type = 'application/json') {
  const response = await fetch(`${running.url}/v1/assets/upload/base64`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testToken}`, 'content-type': type },
    body,
    duplex: 'half',
  });
  const result: UploadResult & Failure = JSON.parse(await response.text());
  return { status: response.status, result };
}

const stored = ({ srcURL }: UploadResult) => readFileSync(fileURLToPath(srcURL ?? ''));

const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * 31) % 256));
const base64 = bytes.toString('base64');

test('base64 comes out as the bytes it stands for, in every spelling', async () => {
  const spellings = {
    plain: JSON.stringify({ content: base64, fileName: 'a.bin' }),
    'after other fields': JSON.stringify({ other: { content: 'not this' }, fileName: 'a.bin', content: base64 }),
    'slashes escaped': `{"content":"${base64.replaceAll('/', '\\/')}","fileName":"a.bin"}`,
    'all signs as code points': `{"content":"${base64.replaceAll('+', '\\u002b').replaceAll('=', '\\u003D')}","fileName":"a.bin"}`,
    'in lines': JSON.stringify({ content: base64.replace(/.{76}/g, '$&\r\n'), fileName: 'a.bin' }),
    'for URLs, without padding': JSON.stringify({ content: bytes.toString('base64url'), fileName: 'a.bin' }),
    'the key as code points': `{ "c\\u006fntent" : "${base64}" , "fileName" : "a.bin" }`,
    'quotes and brackets around it': `{"a":"\\"content\\":\\"","b":["{","content"],"content":"${base64}","fileName":"a.bin"}`,
  };
  for (const [what, body] of Object.entries(spellings)) {
    const { status, result } = await send(body);
    assert.equal(status, 200, `${what}: ${JSON.stringify(result)}`);
    assert.deepEqual(stored(result), bytes, what);
    assert.equal(result.fileName, 'a.bin', what);
  }
});

test('it does not matter how the body is cut into pieces', async () => {
  const content = `${base64.replaceAll('/', '\\/')}`;
  const body = Buffer.from(`{"x":"\\"é","content":"${content}","fileName":"ü.bin"}`);
  for (const size of [1, 2, 3, 7, 64]) {
    const pieces = Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
      body.subarray(index * size, (index + 1) * size),
    );
    const { status, result } = await send(ReadableStream.from(pieces));
    assert.equal(status, 200, JSON.stringify(result));
    assert.deepEqual(stored(result), bytes);
    assert.equal(result.fileName, 'ü.bin');
  }
});

test('what is no base64, or no such object, is refused in words, and nothing stays', async () => {
  const before = readdirSync(join(dataDir, 'media'));
  const cases: [status: number, body: string, message: RegExp][] = [
    [422, '{"content":"a*bc"}', /content is not valid base64: character 2/],
    [422, '{"content":"abcde"}', /content is not valid base64: its end is missing/],
    [422, '{"content":"abc=abc="}', /something follows its end/],
    [422, '{"content":"ab="}', /its end is missing/],
    [422, '{"content":"ab==="}', /content is not valid base64/],
    [422, '{"content":"data:image/png;base64,aGk="}', /content is not valid base64: character 5/],
    [422, '{"content":""}', /content/],
    [422, '{"content":5}', /content/],
    [422, '{"content":["aGk="]}', /content/],
    [422, '{"content":null}', /content/],
    [422, '{"nested":{"content":"aGk="}}', /content is needed/],
    [422, '["content","aGk="]', /must be object/],
    [422, '"content"', /must be object/],
    [422, '{"content":"aGk=","mimeType":"x"}', /mimeType/],
    [400, '{"content":"aGk="', /not valid JSON/],
    [400, '{"content":"aGk=', /not valid JSON/],
    [400, '{"content":"aG\\xk="}', /not valid JSON/],
    [400, '{"content":"aGk="}}', /not valid JSON/],
    [400, '{"content":"aGk=","content":"aGk="}', /twice/],
    [400, '{"content":"aGk=","__proto__":{}}', /__proto__|not valid JSON/],
    [413, `{"content":"aGk=","fileName":"${'x'.repeat(100_000)}"}`, /too large/],
  ];
  for (const [status, body, message] of cases) {
    const answer = await send(body);
    assert.equal(answer.status, status, `${body.slice(0, 80)}: ${JSON.stringify(answer.result)}`);
    assert.match(answer.result.message, message, body.slice(0, 80));
  }
  assert.deepEqual(readdirSync(join(dataDir, 'media', 'incoming')), []);
  assert.deepEqual(readdirSync(join(dataDir, 'media')), before);
});

test('the document says how files come and go', async () => {
  const { paths } = await api.get<{ paths: Record<string, Record<string, Record<string, unknown>>> }>('/v1/spec');
  const upload = JSON.stringify(paths['/v1/assets/upload']?.['post']?.['requestBody']);
  assert.match(upload, /"multipart\/form-data"/);
  assert.match(JSON.stringify(paths['/v1/assets/upload/base64']?.['post']?.['requestBody']), /"application\/json"/);
  const serve = Object.keys(paths['/v1/assets/serve']?.['get']?.['responses'] ?? {});
  for (const status of ['200', '206', '304', '404', '416', '502']) assert.ok(serve.includes(status), status);
});
