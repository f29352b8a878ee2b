import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Connection, type Connector, SendError } from '@partyline/connector';
import { manifest } from '../src/manifest.ts';
import { pieces } from '../src/media.ts';
import { command, connected, type House, loginOf, message, Person, sandbox, signedIn } from './house.ts';
import { temporaryFolder } from './temporary-folder.ts';

const optional = [
  'split',
  'edit',
  'remove',
  'react',
  'unreact',
  'markRead',
  'typing',
  'createChat',
  'updateChat',
  'deleteChat',
  'fetchHistory',
] as const;

type Complete = Connection & Required<Pick<Connection, (typeof optional)[number]>>;

interface Online {
  readonly connector: Connector;
  readonly house: House;
  readonly connection: Complete;
}

async function online(): Promise<Online> {
  const connector = sandbox();
  const { house, connection } = await connected(connector, await signedIn(connector));
  assert.ok(isComplete(connection));
  return { connector, house, connection };
}

function isComplete(connection: Connection): connection is Complete {
  return optional.every((method) => connection[method] !== undefined);
}

const at = { account: 'sam', chatID: 'silent' };

function refusal(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof SendError && error.outcome === 'certain' && error.reason === reason;
}

describe('chats', () => {
  it('the lobby is there from the start, with its people', async () => {
    const { house } = await online();
    await house.until(() => house.of('chat').length === 1);
    const [{ account, chat, participants } = {}] = house.of('chat');
    assert.equal(account, undefined);
    const description = 'Where everybody meets. Who is mentioned answers.';
    assert.deepEqual(chat, { id: 'lobby', type: 'group', title: 'Lobby', description });
    assert.equal(participants?.complete, true);
    assert.deepEqual(
      participants?.items.map(({ id, isSelf }) => [id, isSelf]),
      [['sam', true], ...['echo', 'silent', 'fan', 'painter', 'reader'].map((id) => [id, undefined])],
    );
  });

  it('a lobby that was not stored is told by the next connection, and then no more', async () => {
    const connector = sandbox();
    const login = await signedIn(connector);
    const told = async (refusing: boolean): Promise<number> => {
      const { house, connection } = await connected(connector, login, refusing);
      await command(connector, { say: { contact: 'echo', text: 'x' } });
      await house.until(() => house.messages.length > 0 || house.states.length > 1);
      await connection.close();
      return house.of('chat').length;
    };
    assert.deepEqual([await told(true), await told(false), await told(false)], [0, 1, 0]);
  });

  it('each account of a login has chats of its own, and its events say whose they are', async () => {
    const connector = sandbox();
    const result = await connector.login('two-accounts', new Person({ username: 'sam', password: 'any' }));
    const { house, connection } = await connected(connector, loginOf(result));
    await house.until(() => house.of('chat').length === 2);
    assert.deepEqual(
      house.of('chat').map(({ account }) => account),
      ['sam-home', 'sam-work'],
    );
    const sent = message('echo', 'from work', { account: 'sam-work' });
    await connection.send(sent);
    assert.equal((await house.receives(1))[0]?.account, 'sam-work');
    const received = (account: string) => command(connector, { received: { chat: 'echo', account } });
    assert.equal((await received('sam-work'))['count'], 1);
    assert.equal((await received('sam-home'))['count'], 0);
    await assert.rejects(received('sam'), /It has: sam-home, sam-work\./);
    await assert.rejects(connection.send({ ...sent, account: 'sam' }), refusal('unknown_account'));
    await command(connector, { say: { contact: 'echo', text: 'to work', account: 'sam-work' } });
    assert.equal((await house.receives(2))[1]?.account, 'sam-work');
  });

  it('a group is made, written to and changed; the change comes back as an event', async (t: TestContext) => {
    const { connector, house, connection } = await online();
    const request = { account: 'sam', type: 'group', participantIDs: ['echo', 'fan'] } as const;
    const { chat, created } = await connection.createChat(request);
    assert.equal(created, true);
    assert.equal(chat.title, 'Echo, Fan');
    assert.notEqual((await connection.createChat(request)).chat.id, chat.id);
    await connection.send(message(chat.id, 'hello group'));
    const path = join(await temporaryFolder(t), 'picture.png');
    await writeFile(path, pieces.picture.bytes);
    const change = { title: 'New', description: 'What for', isMuted: true, messageExpirySeconds: 60, imgPath: path };
    await connection.updateChat({ account: 'sam', chatID: chat.id, ...change });
    await house.until(() => house.of('chat').some((event) => event.chat.id === chat.id));
    const told = house.of('chat').find((event) => event.chat.id === chat.id)?.chat;
    const { imgPath: _, ...state } = change;
    const imgURL = `data:image/png;base64,${pieces.picture.bytes.toString('base64')}`;
    assert.deepEqual(told, { id: chat.id, type: 'group', ...state, imgURL });
    await connection.updateChat({ account: 'sam', chatID: chat.id, title: null, imgPath: null });
    const received = await command(connector, { received: { chat: chat.id } });
    const kept = { ...told, title: 'Echo, Fan', imgURL: null, memberIDs: ['echo', 'fan'] };
    assert.deepEqual(received['chat'], kept);
    const stranger = { ...request, participantIDs: ['nobody'] };
    await assert.rejects(connection.createChat(stranger), refusal('unknown_user'));
    await assert.rejects(connection.createChat({ ...request, participantIDs: [] }), refusal('participants'));
  });

  it('own messages are changed, taken back and reacted to, and those of others are not', async () => {
    const { connector, connection } = await online();
    const { id = '' } = await connection.send(message('silent', 'first', { html: '<i>first</i>' }));
    await connection.edit({ ...at, messageID: id, transactionID: 't', text: 'second' });
    await connection.react({ ...at, messageID: id, transactionID: 't', key: '🎈' });
    await connection.react({ ...at, messageID: id, transactionID: 't', key: '⚓' });
    await connection.unreact({ ...at, messageID: id, transactionID: 't', key: '🎈' });
    await connection.markRead({ ...at, messageID: 'theirs' });
    for (const typing of [true, false]) await connection.typing({ ...at, typing });
    const edited = await command(connector, { received: { chat: 'silent' } });
    const { messages, reactions, typing, readUpTo } = edited;
    assert.ok(Array.isArray(messages) && typeof messages[0] === 'object');
    assert.deepEqual(
      { ...messages[0], timestamp: 0, transactionID: '' },
      {
        ...{ id, chatID: 'silent', transactionID: '', text: 'second', timestamp: 0, attempts: 1, edits: 1 },
      },
    );
    assert.deepEqual([reactions, typing, readUpTo], [{ [id]: ['⚓'] }, [true, false], 'theirs']);
    const removal = { ...at, messageID: id, forEveryone: true };
    await connection.remove(removal);
    const edit = { ...at, messageID: id, transactionID: 't', text: 'third' };
    await assert.rejects(connection.edit(edit), refusal('unknown_message'));
    await assert.rejects(connection.edit({ ...edit, messageID: 'theirs' }), refusal('unknown_message'));
    await assert.rejects(connection.remove({ ...removal, messageID: 'theirs' }), refusal('unknown_message'));
    await connection.remove({ ...removal, messageID: 'theirs', forEveryone: false });
    await connection.remove({ ...removal, messageID: 'theirs', chatID: 'lobby' });
    await assert.rejects(connection.typing({ ...at, chatID: 'nobody', typing: true }), refusal('unknown_chat'));
  });

  it('terse takes 40 characters, in parts; everybody else takes 10,000', async () => {
    const { connection } = await online();
    const text = 'Forty characters are not many, so this has to go in parts.';
    await assert.rejects(connection.send(message('terse', text)), refusal('too_long'));
    const parts = await connection.split(message('terse', text, { html: `<b>${text}</b>` }));
    assert.deepEqual(parts, [{ text: 'Forty characters are not many, so this' }, { text: 'has to go in parts.' }]);
    for (const part of parts) await connection.send(message('terse', part.text));
    assert.deepEqual(await connection.split(message('echo', text, { html: '<b>x</b>' })), [{ text, html: '<b>x</b>' }]);
    await assert.rejects(connection.send(message('echo', 'x'.repeat(10_001))), refusal('too_long'));
  });

  it('the manifest names every kind of attachment, with sizes', () => {
    const attachments = Object.values(manifest.chatCapabilities.attachments ?? {});
    assert.equal(attachments.length, 7);
    for (const { maxSize, mimeTypes } of attachments) assert.ok(maxSize && Object.keys(mimeTypes).length > 0);
  });
});
