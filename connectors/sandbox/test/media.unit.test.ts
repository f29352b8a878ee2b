import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { inflateSync } from 'node:zlib';
import { SendError } from '@partyline/connector';
import { pieces } from '../src/media.ts';
import { command, connected, message, sandbox, signedIn } from './house.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function online(t: TestContext) {
  const connector = sandbox();
  const { house, connection } = await connected(connector, await signedIn(connector));
  const folder = await temporaryFolder(t);
  const path = join(folder, 'fetched');
  const fetch = async (ref: string, maxBytes = 1_000_000) => connection.fetchMedia?.({ ref, path, maxBytes });
  return { connector, house, connection, folder, path, fetch };
}

describe('media', () => {
  it('are real files', () => {
    const { picture, animation, voice } = pieces;
    assert.equal(picture.bytes.subarray(1, 4).toString(), 'PNG');
    const length = picture.bytes.readUInt32BE(33);
    assert.equal(inflateSync(picture.bytes.subarray(41, 41 + length)).length, 48 * (1 + 3 * 64));
    assert.equal(animation.bytes.subarray(0, 6).toString(), 'GIF89a');
    assert.equal(animation.bytes.at(-1), 0x3b);
    assert.equal(voice.bytes.readUInt32LE(4), voice.bytes.length - 8);
    assert.equal(voice.bytes.readUInt32LE(40), voice.bytes.length - 44);
  });

  it('are fetched as the message says', async (t) => {
    const { connector, house, path, fetch } = await online(t);
    await command(connector, { say: { contact: 'silent', text: 'look', media: ['animation'] } });
    const [{ attachments = [] } = {}] = await house.receives(1);
    const [animation] = attachments;
    assert.equal(animation?.isGif, true);
    await fetch(animation?.ref ?? '');
    assert.ok((await readFile(path)).equals(pieces.animation.bytes));
    assert.equal((await stat(path)).size, animation?.fileSize);
  });

  it('can have any size', async (t) => {
    const { path, fetch } = await online(t);
    await fetch('zeros:150000');
    assert.equal((await stat(path)).size, 150_000);
  });

  for (const [what, ref, reason] of [
    ['too large', 'zeros:1000001', 'too_large'],
    ['gone', 'media:nothing', 'media_gone'],
    ['not kept any more', `kept:${'0'.repeat(64)}`, 'media_gone'],
  ] as const) {
    it(`that are ${what} leave no file`, async (t) => {
      const { folder, fetch } = await online(t);
      await assert.rejects(fetch(ref), (error: unknown) => error instanceof SendError && error.reason === reason);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  it('are not written over a file that is there', async (t) => {
    const { path, fetch } = await online(t);
    await writeFile(path, 'mine');
    await assert.rejects(fetch('media:document'), SendError);
    assert.equal(await readFile(path, 'utf8'), 'mine');
  });

  it('that are sent are read, witnessed, and can be fetched again', async (t) => {
    const { connector, connection, folder, path, fetch } = await online(t);
    const source = join(folder, 'source');
    await writeFile(source, 'what was sent');
    const about = { kind: 'file', mimeType: 'text/plain', fileName: 'a.txt' } as const;
    await connection.send(message('silent', '', { attachment: { ...about, path: source, fileSize: 13 } }));
    const sha256 = createHash('sha256').update('what was sent').digest('hex');
    const { messages } = await command(connector, { received: { chat: 'silent' } });
    assert.ok(Array.isArray(messages));
    assert.deepEqual(messages[0]?.attachment, { ...about, fileSize: 13, sha256 });
    await fetch(`kept:${sha256}`);
    assert.equal(await readFile(path, 'utf8'), 'what was sent');
    const missing = { ...about, path: join(folder, 'missing'), fileSize: 1 };
    await assert.rejects(connection.send(message('silent', 'x', { attachment: missing })), SendError);
    assert.equal((await command(connector, { received: { chat: 'silent' } }))['count'], 1);
  });
});
