import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { UploadResult } from '@partyline/protocol';
import { openTokens } from '../src/auth/token-desk.ts';
import type { Failure } from './support/api.ts';
import { startChildServer } from './support/child.ts';
import { eventually } from './support/eventually.ts';
import { picture } from './support/media.ts';
import { startTestServer, temporaryFolder, testToken } from './support/server.ts';

const { running, dataDir } = await startTestServer({ after }, { sandbox: false });
const incoming = join(dataDir, 'media', 'incoming');

interface Sent {
  readonly status: number;
  readonly result: UploadResult & Failure;
}

async function send(body: FormData | ReadableStream | string, headers: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(`${running.url}/v1/assets/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testToken}`, ...headers },
    body,
    duplex: 'half',
  });
  return { status: response.status, result: JSON.parse(await response.text()) };
}

function form(content: Buffer | string, more: Record<string, string> = {}, name?: string): FormData {
  const made = new FormData();
  made.set('file', new Blob([content]), name);
  for (const [field, value] of Object.entries(more)) made.set(field, value);
  return made;
}

const pathOf = ({ srcURL }: UploadResult) => fileURLToPath(srcURL ?? '');

/** A form as it goes over the wire, with the pieces given. */
const type = 'multipart/form-data; boundary=x';
const part = (name: string, content: string, more = '') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`;

test('an upload is on the disk, private, and told with what its content is', async () => {
  const content = await picture(40, 20);
  const { status, result } = await send(form(content, { fileName: '../../été/Grüße 🦑.png' }));
  assert.equal(status, 200);
  const { uploadID, srcURL, ...told } = result;
  assert.deepEqual(told, {
    fileName: 'Grüße 🦑.png',
    mimeType: 'image/png',
    fileSize: content.length,
    width: 40,
    height: 20,
  });
  assert.match(uploadID ?? '', /^[\w-]{22}$/);
  assert.deepEqual(readFileSync(pathOf(result)), content);
  assert.equal(statSync(pathOf(result)).mode & 0o777, 0o600);
  assert.equal(statSync(join(pathOf(result), '..')).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(incoming), []);
});

test('a photo that lies on its side is told as it is shown', async () => {
  const { result } = await send(form(await picture(40, 20, 'jpeg', 6)));
  assert.deepEqual([result.width, result.height], [20, 40]);
});

test('the name of the part and the type of the content serve where nothing is said', async () => {
  const { result } = await send(form('just words', {}, 'C:\\notes\\a.md'));
  assert.deepEqual([result.fileName, result.mimeType], ['a.md', 'text/plain']);
  const said = await send(form('just words', { mimeType: 'text/markdown', fileName: '' }, 'b.md'));
  assert.deepEqual([said.result.fileName, said.result.mimeType], ['b.md', 'text/markdown']);
});

test('broken pictures and odd files are files like others', async () => {
  const whole = await picture(64, 64);
  const bomb = Buffer.from(whole);
  bomb.writeUInt32BE(0x7fff_ffff, 16);
  for (const content of [whole.subarray(0, 40), bomb, Buffer.from('GIF89a'), Buffer.alloc(5), '', '<?xml']) {
    const { status, result } = await send(form(content));
    assert.equal(status, 200, JSON.stringify(result));
    assert.equal(result.fileSize, content.length);
  }
});

test('a form of unknown length is taken, whatever the order of its parts', async () => {
  const pieces = [
    part('fileName', 'a.txt'),
    part('file', 'x'.repeat(300_000)),
    part('mimeType', 'text/x-a'),
    '--x--\r\n',
  ];
  const body = ReadableStream.from(pieces.map((piece) => Buffer.from(piece)));
  const { status, result } = await send(body, { 'content-type': type });
  assert.equal(status, 200, JSON.stringify(result));
  assert.deepEqual([result.fileName, result.mimeType, result.fileSize], ['a.txt', 'text/x-a', 300_000]);
});

test('what is no such form is refused in words, and nothing stays', async () => {
  const before = readdirSync(join(dataDir, 'media'));
  const file = part('file', 'x', '; filename="x"');
  const long = part('fileName', 'x'.repeat(70_000));
  const cases: [status: number, body: string, message: RegExp, contentType?: string][] = [
    [422, '--x--\r\n', /file is needed/],
    [422, `${part('fileName', 'x')}--x--\r\n`, /file is needed/],
    [422, `${file}${file}--x--\r\n`, /one file only/],
    [422, `${file}${part('mimeType', 'no type')}--x--\r\n`, /mimeType/],
    [413, `${long}${file}--x--\r\n`, /too long/],
    [413, `${part('a', 'b').repeat(40)}${file}--x--\r\n`, /too many fields/],
    [400, file, /ends too early/],
    [400, 'nonsense', /ends too early|cannot be read/],
    [400, file, /boundary/, 'multipart/form-data'],
    [415, file, /multipart\/form-data/, 'application/octet-stream'],
    [415, '{}', /multipart\/form-data/, 'application/json'],
  ];
  for (const [status, body, message, contentType = type] of cases) {
    const answer = await send(body, { 'content-type': contentType });
    assert.equal(answer.status, status, `${body.slice(0, 80)}: ${JSON.stringify(answer.result)}`);
    assert.match(answer.result.message, message);
  }
  assert.deepEqual(readdirSync(incoming), []);
  assert.deepEqual(readdirSync(join(dataDir, 'media')), before);
});

/** A request whose body begins and then stays away. */
function beginUpload(url: string, token: string, path = '/v1/assets/upload') {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const call = request(new URL(path, url), { method: 'POST', headers });
  call.on('error', () => undefined);
  call.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n${'y'.repeat(200_000)}`);
  return call;
}

test('an upload whose sender goes away is gone as well', async () => {
  const call = beginUpload(running.url, testToken);
  await eventually(
    () => readdirSync(incoming).length,
    (count) => count === 1,
  );
  call.destroy();
  await eventually(
    () => readdirSync(incoming).length,
    (count) => count === 0,
  );
});

test('a token that may not write is refused before a byte is stored', async () => {
  const desk = await openTokens(dataDir);
  const { token } = await desk.create({ name: 'reader', scopes: ['read'] });
  await desk.close();
  const call = beginUpload(running.url, token);
  const status = await new Promise((resolve) => call.once('response', (response) => resolve(response.statusCode)));
  assert.equal(status, 403);
  assert.deepEqual(readdirSync(incoming), []);
  call.destroy();
});

test('what a server was writing when it was killed is gone after the next start, and what it answered for is there', async (t) => {
  const folder = temporaryFolder(t);
  const server = await startChildServer(t, folder);
  const body = form('kept');
  const headers = { authorization: `Bearer ${testToken}` };
  const answer = await fetch(`${server.url}/v1/assets/upload`, { method: 'POST', headers, body });
  const kept: UploadResult = JSON.parse(await answer.text());
  beginUpload(server.url, testToken);
  const left = () => readdirSync(join(folder, 'media', 'incoming')).length;
  await eventually(left, (count) => count === 1);
  await server.end('SIGKILL');
  assert.equal(left(), 1);
  const next = await startChildServer(t, folder);
  assert.equal(left(), 0);
  const url = `${next.url}/v1/assets/serve?url=localmxc://partyline/${kept.uploadID}`;
  assert.equal(await (await fetch(url, { headers })).text(), 'kept');
});

test('memory stays flat while a large file comes in', async (t) => {
  const server = await startChildServer(t, temporaryFolder(t));
  const residentMB = () => {
    const [, kB] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
    return Number(kB) / 1024;
  };
  if (process.platform !== 'linux') return t.skip('only Linux tells how much memory a process had');
  const megabyte = Buffer.alloc(1024 * 1024, 'z');
  const upload = async (megabytes: number) => {
    async function* pieces() {
      yield Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n');
      for (let count = 0; count < megabytes; count++) yield megabyte;
      yield Buffer.from('\r\n--x--\r\n');
    }
    const answer = await fetch(`${server.url}/v1/assets/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testToken}`, 'content-type': type },
      body: ReadableStream.from(pieces()),
      duplex: 'half',
    });
    const result: UploadResult = JSON.parse(await answer.text());
    assert.equal(result.fileSize, megabytes * 1024 * 1024);
  };
  // What is loaded at the first use does not count.
  await upload(20);
  const before = residentMB();
  await upload(160);
  const grown = residentMB() - before;
  t.diagnostic(`160 MB came in, memory grew by ${grown.toFixed(0)} MB at most`);
  assert.ok(grown < 80, `memory grew by ${grown.toFixed(0)} MB`);
});
