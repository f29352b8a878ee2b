import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connection } from '@partyline/connector';
import { connected, type House, message, sandbox, signedIn } from './house.ts';

async function online(): Promise<{ house: House; connection: Connection }> {
  const connector = sandbox({ now: '2026-01-01T00:00:00Z' });
  return connected(connector, await signedIn(connector));
}

describe('what contacts do with a message', () => {
  it('fan reacts to it', async () => {
    const { house, connection } = await online();
    const { id, timestamp = 0 } = await connection.send(message('fan', 'hello'));
    await house.until(() => house.of('reaction').length === 1);
    const [{ timestamp: at = 0, ...reaction } = {}] = house.of('reaction');
    const sender = { id: 'fan', name: 'Fan', isSelf: false };
    assert.deepEqual(reaction, { kind: 'reaction', chatID: 'fan', messageID: id, sender, key: '👍' });
    assert.ok(at > timestamp);
  });

  it('fickle answers, and then changes the answer', async () => {
    const { house, connection } = await online();
    await connection.send(message('fickle', 'tea?'));
    await house.until(() => house.of('edit').length === 1);
    const [answer] = house.messages;
    const [edit] = house.of('edit');
    assert.equal(answer?.text, 'tea?');
    assert.equal(edit?.messageID, answer?.id);
    assert.equal(edit?.text, 'tea?, or rather not');
    assert.ok(edit && answer && edit.timestamp > answer.timestamp);
    assert.deepEqual(
      house.events.map(({ kind }) => kind),
      ['chat', 'message', 'edit'],
    );
  });

  it('shy answers, and then takes the answer back', async () => {
    const { house, connection } = await online();
    await connection.send(message('shy', 'hello'));
    await house.until(() => house.of('removal').length === 1);
    assert.equal(house.of('removal')[0]?.messageID, house.messages[0]?.id);
    assert.equal(house.of('removal')[0]?.chatID, 'shy');
  });

  it('painter replies with a picture', async () => {
    const { house, connection } = await online();
    const { id } = await connection.send(message('painter', 'a house'));
    const [answer] = await house.receives(1);
    assert.equal(answer?.replyTo, id);
    const [{ ref: _, ...picture } = {}] = answer?.attachments ?? [];
    const size = { width: 64, height: 48 };
    const about = { kind: 'img', mimeType: 'image/png', fileName: 'picture.png', size };
    assert.deepEqual({ ...picture, fileSize: 0 }, { ...about, fileSize: 0 });
  });

  it('reader reads it', async () => {
    const { house, connection } = await online();
    await connection.send(message('reader', 'one'));
    const { id } = await connection.send(message('reader', 'two'));
    await house.until(() => house.of('read').length === 2);
    const read = house.of('read')[1];
    assert.equal(read?.messageID, id);
    assert.deepEqual(read?.reader, { id: 'reader', name: 'Reader', isSelf: false });
  });

  it('echo gives back formatting, mentions and the file', async () => {
    const { house, connection } = await online();
    const attachment = {
      path: new URL('./house.ts', import.meta.url).pathname,
      kind: 'voice-note',
      mimeType: 'audio/ogg',
      fileName: 'note.ogg',
      fileSize: 1,
      duration: 2,
    } as const;
    const more = { html: '<b>look</b>', mentions: ['echo'], attachment };
    await connection.send(message('echo', 'look', more));
    const [answer] = await house.receives(1);
    assert.equal(answer?.html, '<b>look</b>');
    assert.deepEqual(answer?.mentions, ['echo']);
    const [file] = answer?.attachments ?? [];
    assert.deepEqual([file?.kind, file?.isVoiceNote, file?.duration], ['audio', true, 2]);
    assert.match(file?.ref ?? '', /^kept:[0-9a-f]{64}$/);
  });

  it('in a group only those who are mentioned do anything', async () => {
    const { house, connection } = await online();
    await connection.send(message('lobby', 'hello everybody'));
    await connection.send(message('lobby', 'and you', { mentions: ['echo'] }));
    const [answer] = await house.receives(1);
    assert.equal(answer?.text, 'and you');
    assert.deepEqual(answer?.chat, { id: 'lobby', type: 'group', title: 'Lobby' });
    await connection.send(message('lobby', 'all of you', { mentions: ['@room'] }));
    await house.until(() => house.of('reaction').length + house.of('read').length + house.messages.length === 5);
    const speakers = house.messages.slice(1).map(({ sender }) => sender.id);
    assert.deepEqual(speakers.sort(), ['echo', 'painter']);
  });
});
