/** Cases for fetching what an attachment or a picture refers to; of an attachment only the real server can say what that is. */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import type { IncomingAttachment } from '../events.ts';
import { deadline, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { type Live, type Stage, staged } from './stage.ts';

const timeout = deadline.case;
const MOST_PICTURES = 3;
/** Bytes. */
const LARGEST_PICTURE = 10 * 1024 * 1024;

export function mediaCases(subject: Subject): void {
  it(
    'fetchMedia: the very bytes are in the file',
    { timeout },
    staged(subject, async (stage) => {
      const sent = await attached(stage);
      if (sent === undefined) return;
      await inFolder(async (folder) => {
        const path = join(folder, 'fetched');
        await fetched(sent.live, { ref: sent.attachment.ref, path, maxBytes: sent.bytes.length });
        assert.ok((await readFile(path)).equals(sent.bytes), 'the bytes are those that were sent');
      });
    }),
  );

  it(
    'fetchMedia: what is larger than allowed, or not there, leaves no file',
    { timeout },
    staged(subject, async (stage) => {
      const sent = await attached(stage);
      if (sent === undefined) return;
      const { ref } = sent.attachment;
      await inFolder(async (folder) => {
        const path = join(folder, 'fetched');
        await assert.rejects(fetched(sent.live, { ref, path, maxBytes: sent.bytes.length - 1 }), { name: 'SendError' });
        await assert.rejects(fetched(sent.live, { ref: `${ref}-not-there`, path, maxBytes: 1_000_000 }), {
          name: 'SendError',
        });
        assert.deepEqual(await readdir(folder), []);
      });
    }),
  );

  it(
    'fetchMedia: pictures of contacts can be had',
    { timeout },
    staged(subject, async (stage) => {
      const live = await stage.connected(await stage.login());
      const contacts = (await live.connection.contacts?.()) ?? [];
      const refs = contacts.map(({ imgRef }) => imgRef).filter((ref) => ref !== undefined);
      await inFolder(async (folder) => {
        for (const [index, ref] of refs.slice(0, MOST_PICTURES).entries()) {
          const path = join(folder, String(index));
          await fetched(live, { ref, path, maxBytes: LARGEST_PICTURE });
          assert.notEqual((await readFile(path)).length, 0, 'there is something in the picture');
        }
      });
    }),
  );
}

interface Attached {
  readonly live: Live;
  readonly attachment: IncomingAttachment;
  readonly bytes: Uint8Array;
}

/** An attachment that came in; nothing where the network has none. */
async function attached(stage: Stage): Promise<Attached | undefined> {
  const login = await stage.login();
  const live = await stage.connected(login);
  if (live.connection.fetchMedia === undefined) return undefined;
  assert.ok(stage.server.writeMediaTo, 'the connection has fetchMedia, so the real server must be able to send media');
  const bytes = await stage.server.writeMediaTo(login, 'with a file');
  await live.host.delivered('with a file');
  const message = live.host.messages().find(({ text }) => text === 'with a file');
  const attachment = message?.attachments?.[0];
  assert.ok(attachment, 'the message has an attachment');
  if (attachment.fileSize !== undefined) assert.equal(attachment.fileSize, bytes.length);
  return { live, attachment, bytes };
}

async function fetched({ connection }: Live, fetch: { ref: string; path: string; maxBytes: number }): Promise<void> {
  assert.ok(connection.fetchMedia);
  await within(deadline.settle, 'fetchMedia', connection.fetchMedia(fetch));
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
