import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import type { ChatCapabilities, MessageAttachmentInput } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { deliver } from './support/chats.ts';
import { picture } from './support/media.ts';
import { type Place, placeToSend, received, sent, trySending } from './support/sending.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });

async function upload({ api }: Place, content: Buffer | string, fileName: string): Promise<string> {
  const body = { content: Buffer.from(content).toString('base64'), fileName };
  return (await api.post<{ uploadID: string }>('/v1/assets/upload/base64', body)).uploadID;
}

const able = ({ api, accountID, contact }: Place, capabilities: ChatCapabilities) =>
  deliver(api, accountID, { kind: 'chat', chat: { id: contact, type: 'single', capabilities } });

/** A WAV file of silence: RIFF header, 8 kHz, 8 bits, mono. */
function wav(): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 800, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(800, 40);
  return Buffer.concat([header, Buffer.alloc(800, 0x80)]);
}

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

describe('a file', () => {
  it('is sent whole, with its caption, and shown', async () => {
    const place = await placeToSend(server);
    const content = await picture(20, 10);
    const uploadID = await upload(place, content, 'dot.png');
    const message = await sent(place, { text: 'look', attachment: { uploadID } });
    assert.equal(message.sendStatus?.status, 'SUCCESS');
    assert.equal(message.type, 'IMAGE');
    assert.equal(message.text, 'look');
    const [shown] = message.attachments ?? [];
    assert.equal(shown?.type, 'img');
    assert.equal(shown?.fileName, 'dot.png');
    assert.deepEqual(shown?.size, { width: 20, height: 10 });
    const [got] = await received(place);
    assert.equal(got?.text, 'look');
    const sha256 = createHash('sha256').update(content).digest('hex');
    assert.deepEqual(got?.attachment, {
      kind: 'image',
      fileName: 'dot.png',
      mimeType: 'image/png',
      fileSize: content.length,
      size: { width: 20, height: 10 },
      sha256,
    });
  });

  const kinds: {
    name: string;
    input: Partial<MessageAttachmentInput>;
    content: () => Promise<Buffer> | Buffer;
    kind: string;
    shown: object;
    type: string;
  }[] = [
    { name: 'a.gif', input: {}, content: () => gif, kind: 'gif', shown: { type: 'img', isGif: true }, type: 'IMAGE' },
    { name: 'a.wav', input: {}, content: wav, kind: 'audio', shown: { type: 'audio' }, type: 'AUDIO' },
    {
      name: 'v.wav',
      input: { type: 'voiceNote', duration: 1 },
      content: wav,
      kind: 'voice-note',
      shown: { type: 'audio', isVoiceNote: true, duration: 1 },
      type: 'VOICE',
    },
    {
      name: 's.png',
      input: { type: 'sticker' },
      content: () => picture(8, 8),
      kind: 'sticker',
      shown: { type: 'img', isSticker: true },
      type: 'STICKER',
    },
    {
      name: 'p.png',
      input: { type: 'file', fileName: 'named.png' },
      content: () => picture(8, 8),
      kind: 'file',
      shown: { type: 'unknown', fileName: 'named.png' },
      type: 'FILE',
    },
    {
      name: 'a.txt',
      input: {},
      content: () => Buffer.from('text'),
      kind: 'file',
      shown: { type: 'unknown', fileName: 'a.txt' },
      type: 'FILE',
    },
  ];
  for (const { name, input, content, kind, shown, type } of kinds) {
    it(`is sent as what it is, or as what is asked for: ${kind} ${name}`, async () => {
      const place = await placeToSend(server);
      const uploadID = await upload(place, await content(), name);
      const message = await sent(place, { text: '', attachment: { uploadID, ...input } });
      assert.equal(message.sendStatus?.status, 'SUCCESS', JSON.stringify(message.sendStatus));
      assert.equal(message.type, type);
      assert.partialDeepStrictEqual(message.attachments?.[0], shown);
      assert.partialDeepStrictEqual((await received(place))[0]?.attachment, { kind });
    });
  }

  it('is refused when it is unknown, too big, of the wrong type, or not to be sent with a text', async () => {
    const place = await placeToSend(server);
    const uploadID = await upload(place, await picture(8, 8), 'x.png');
    const refused = async (body: Record<string, unknown>, status: number, words: RegExp) => {
      const answer = await trySending<Failure>(place, body);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.body.message, words);
    };
    await refused({ attachment: { uploadID: 'nothing' } }, 404, /upload was not found/);
    await refused({ attachment: { uploadID, type: 'video' } }, 422, /no files of the type image\/png in this form/);
    const png = { mimeTypes: { 'image/*': 2 } };
    await able(place, { attachments: { 'm.image': { ...png, maxSize: 10 } } });
    await refused({ attachment: { uploadID } }, 422, /up to 10 bytes; this one has \d+/);
    await able(place, { attachments: { 'm.image': png } });
    await refused({ text: 'caption', attachment: { uploadID } }, 422, /Send the text by itself/);
    await able(place, { attachments: { 'm.image': { ...png, caption: 2, maxCaptionLength: 3 } } });
    await refused({ text: 'caption', attachment: { uploadID } }, 422, /takes 3 characters of text/);
    await able(place, { attachments: { 'm.file': png } });
    await refused({ attachment: { uploadID } }, 422, /takes no such files/);
    await able(place, { attachments: {} });
    await refused(
      { attachment: { uploadID } },
      422,
      /takes no such files. Nothing was sent. Start the server with --public-url/,
    );
    assert.deepEqual(await received(place), []);
  });
});

describe('a file for a network that takes none', () => {
  it('goes as a link, when the server has a public address; here it stays a file', async (t) => {
    const open = await startTestServer(t, { flags: ['--public-url=https://chat.example'] });
    const place = await placeToSend(open);
    await able(place, { attachments: {} });
    const content = await picture(8, 8);
    const uploadID = await upload(place, content, 'x.png');
    const message = await sent(place, { text: 'look', attachment: { uploadID } });
    assert.equal(message.sendStatus?.status, 'SUCCESS', JSON.stringify(message.sendStatus));
    assert.equal(message.attachments?.[0]?.fileName, 'x.png');
    const [got] = await received(place);
    assert.equal(got?.attachment, undefined);
    const [, link] = /^look\n(https:\/\/chat\.example\/\S+)$/.exec(got?.text ?? '') ?? [];
    assert.ok(link !== undefined, got?.text);
    const served = await fetch(new URL(new URL(link).pathname, open.running.url));
    assert.deepEqual(Buffer.from(await served.arrayBuffer()), content);
  });
});
