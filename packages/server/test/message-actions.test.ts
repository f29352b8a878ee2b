import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { ChatCapabilities, Message } from '@partyline/protocol';
import type { Answer, Failure } from './support/api.ts';
import { deliver, said } from './support/chats.ts';
import { command, untilStatus } from './support/sandbox.ts';
import {
  cancel,
  type Place,
  path,
  placeToSend,
  readMessage,
  received,
  request,
  send,
  sends,
  sent,
  trySending,
} from './support/sending.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });

const edit = <T>(place: Place, id: string, text: string): Promise<Answer<T>> =>
  request(place.url, 'PUT', path(place, `/${id}`), { text });
const remove = <T>(place: Place, id: string, query = ''): Promise<Answer<T>> =>
  request(place.url, 'DELETE', path(place, `/${id}${query}`));
const react = <T>(place: Place, id: string, reactionKey: string, transactionID?: string): Promise<Answer<T>> =>
  request(place.url, 'POST', path(place, `/${id}/reactions`), { reactionKey, transactionID });
const unreact = <T>(place: Place, id: string, key: string): Promise<Answer<T>> =>
  request(place.url, 'DELETE', path(place, `/${id}/reactions/${encodeURIComponent(key)}`));

/** What a chat can do from now on, told by the network. */
const able = ({ api, accountID, contact }: Place, capabilities: ChatCapabilities) =>
  deliver(api, accountID, { kind: 'chat', chat: { id: contact, type: 'single', capabilities } });

/** A message of the contact. @returns its native ID */
async function theirs({ api, accountID, contact }: Place, ageMs = 0): Promise<string> {
  const event = { ...said(contact, Date.now() - ageMs), chat: { id: contact, type: 'single' as const } };
  await deliver(api, accountID, event);
  return event.id;
}

function refusal(answer: Answer<Failure>, status: number, words: RegExp): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.body.message, words);
  if (status === 409) assert.equal(answer.headers.get('x-should-retry'), 'false');
}

const reactionsOf = async (place: Place, id: string) =>
  (await readMessage(place, id)).reactions?.map(({ reactionKey }) => reactionKey) ?? [];

describe('an edit', () => {
  it('changes the text at the network and here, and keeps the ID', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'befor');
    const answer = await edit<Message & { messageID: string; success: boolean }>(place, id, '**after**');
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.id, id);
    assert.equal(answer.body.messageID, id);
    assert.equal(answer.body.success, true);
    assert.equal(answer.body.text, '<strong>after</strong>');
    assert.ok(answer.body.editedTimestamp !== undefined);
    const [got] = await received(place);
    assert.deepEqual([got?.text, got?.html, got?.edits], ['after', '<strong>after</strong>', 1]);
    assert.equal((await edit<Message>(place, id, 'once more')).body.text, 'once more');
  });

  it('counts though the network said an hour from now that it was edited before', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'first');
    const [got] = await received(place);
    const { contact: chatID } = place;
    const timestamp = Date.now() + 3_600_000;
    const event = { kind: 'edit' as const, id: 'e', chatID, messageID: got?.id ?? '', text: 'second', timestamp };
    await deliver(place.api, place.accountID, event);
    assert.equal((await readMessage(place, id)).text, 'second');
    assert.equal((await edit<Message>(place, id, 'third')).body.text, 'third');
  });

  it('is refused for what cannot be edited', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'mine');
    refusal(await edit(place, await theirs(place), 'x'), 409, /Only own messages/);
    refusal(await edit(place, '12', 'x'), 404, /not found/);
    refusal(await edit({ ...place, chatID: '!no:chat' }, id, 'x'), 404, /not found/);
    refusal(await edit(place, id, ' '), 422, /empty/);
    refusal(await edit(place, id, 'x'.repeat(10_001)), 422, /too long/);
    await able(place, { edit: 2, editMaxAge: 0 });
    refusal(await edit(place, id, 'x'), 422, /for 0 s only/);
    await able(place, { edit: 0 });
    refusal(await edit(place, id, 'x'), 422, /cannot edit/);
    assert.equal((await received(place))[0]?.edits, 0);
    assert.equal((await readMessage(place, id)).text, 'mine');
  });

  it('is refused for a message in parts, or with a file', async () => {
    const terse = await placeToSend(server, 'terse');
    const { id } = await sent(terse, 'some words that are too many '.repeat(4));
    refusal(await edit(terse, id, 'x'), 422, /in parts/);
    const place = await placeToSend(server);
    const body = { content: Buffer.from('file').toString('base64'), fileName: 'a.txt' };
    const { uploadID } = await place.api.post<{ uploadID: string }>('/v1/assets/upload/base64', body);
    const file = await sent(place, { attachment: { uploadID } });
    assert.equal(file.sendStatus?.status, 'SUCCESS');
    refusal(await edit(place, file.id, 'x'), 422, /attachments/);
  });
});

describe('a removal', () => {
  it('takes the message back for everyone, and can be repeated', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'oops');
    assert.equal((await remove(place, id)).status, 204);
    assert.equal((await remove(place, id)).status, 204);
    const message = await readMessage(place, id);
    assert.equal(message.isDeleted, true);
    assert.equal(message.text, undefined);
    assert.equal((await received(place))[0]?.removed, 'for-everyone');
  });

  it('takes all parts back', async () => {
    const place = await placeToSend(server, 'terse');
    const { id } = await sent(place, 'some words that are too many '.repeat(4));
    assert.equal((await remove(place, id)).status, 204);
    const parts = await received(place);
    assert.ok(parts.length > 1);
    assert.ok(parts.every(({ removed }) => removed === 'for-everyone'));
  });

  it('is only for the own person when it is said so', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'oops');
    assert.equal((await remove(place, id, '?forEveryone=false')).status, 204);
    assert.equal((await received(place))[0]?.removed, 'for-me');
  });

  it('is refused where the network cannot, or says no', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'stays');
    refusal(await remove(place, '12'), 404, /not found/);
    // In a direct chat nobody removes what others wrote.
    refusal(await remove(place, await theirs(place)), 409, /no such message of yours/);
    await able(place, { delete: 2, deleteMaxAge: 0 });
    refusal(await remove(place, id), 422, /for 0 s only/);
    await able(place, { delete: 0, deleteForMe: false });
    refusal(await remove(place, id), 422, /for everyone/);
    refusal(await remove(place, id, '?forEveryone=false'), 422, /for you alone/);
    assert.equal((await received(place))[0]?.removed, undefined);
    assert.equal((await readMessage(place, id)).isDeleted, undefined);
  });
});

describe('a reaction', () => {
  it('is added and taken back, as often as one likes', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'what do I think');
    const added = await react<Record<string, unknown>>(place, id, '👍', 't');
    assert.deepEqual(added.body, {
      success: true,
      chatID: place.chatID,
      messageID: id,
      reactionKey: '👍',
      transactionID: 't',
    });
    assert.equal((await react(place, id, '👍')).status, 200);
    assert.deepEqual(await reactionsOf(place, id), ['👍']);
    for (let count = 0; count < 3; count += 1) {
      assert.equal((await unreact(place, id, '👍')).status, 200);
      assert.deepEqual(await reactionsOf(place, id), []);
      assert.equal((await react<{ transactionID: string }>(place, id, '👍')).body.transactionID.length > 8, true);
      assert.deepEqual(await reactionsOf(place, id), ['👍']);
    }
    const { reactions } = (await command(place.api, place.accountID, { received: { chat: place.contact } })) as {
      reactions: Record<string, string[]>;
    };
    assert.deepEqual(Object.values(reactions), [['👍']]);
  });

  it('is taken back in the older forms too, and counts by the newest word', async () => {
    const place = await placeToSend(server);
    const messageID = await theirs(place);
    const own = { id: place.accountID, isSelf: true };
    assert.equal((await react(place, messageID, '❤️')).status, 200);
    const [reaction] = (await readMessage(place, messageID)).reactions ?? [];
    // The network tells it again, by a clock that is ahead.
    await deliver(place.api, place.accountID, {
      kind: 'reaction',
      chatID: place.contact,
      messageID,
      sender: { ...own, id: reaction?.participantID ?? '' },
      key: '❤️',
      timestamp: Date.now() + 3_600_000,
    });
    const where = path(place, `/${messageID}/reactions`);
    const byQuery = `${where}?reactionKey=${encodeURIComponent('❤️')}`;
    assert.equal((await request(place.url, 'DELETE', byQuery)).status, 200);
    assert.deepEqual(await reactionsOf(place, messageID), []);
    assert.equal((await react(place, messageID, '❤️')).status, 200);
    assert.equal((await request(place.url, 'DELETE', where, { reactionKey: '❤️' })).status, 200);
    assert.deepEqual(await reactionsOf(place, messageID), []);
    refusal(await request(place.url, 'DELETE', where, {}), 422, /reactionKey is needed/);
  });

  it('is refused where the network cannot', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'x');
    refusal(await react(place, '12', '👍'), 404, /not found/);
    refusal(await react(place, id, 'nice'), 422, /only emoji/);
    await able(place, { reaction: 2, allowedReactions: ['👍'] });
    refusal(await react(place, id, '👎'), 422, /only these reactions: 👍/);
    assert.equal((await react(place, id, '👍')).status, 200);
    await able(place, { reaction: 0 });
    refusal(await react(place, id, '👍'), 422, /knows no reactions/);
    refusal(await unreact(place, id, '👍'), 422, /knows no reactions/);
    assert.deepEqual(await reactionsOf(place, id), ['👍']);
  });
});

describe('a message that cannot be changed', () => {
  it('is one that is not sent yet, was cancelled, or has no ID at the network', async () => {
    const place = await placeToSend(server);
    await sends(place, 'no-id', 1);
    const nameless = await sent(place, 'nameless');
    refusal(await edit(place, nameless.id, 'x'), 422, /gave this message no ID/);
    refusal(await react(place, nameless.id, '👍'), 422, /gave this message no ID/);
    await sends(place, 'refuse', 1);
    const failed = await sent(place, 'failed');
    for (const answer of [
      await edit<Failure>(place, failed.id, 'x'),
      await remove<Failure>(place, failed.id),
      await react<Failure>(place, failed.id, '👍'),
    ]) {
      refusal(answer, 409, /not sent yet, .* DELETE \/v1\/outbox\/m\d+/);
    }
    await cancel(place, failed.id);
    refusal(await edit(place, failed.id, 'x'), 409, /deleted/);
    assert.equal((await trySending<Failure>(place, { text: 'x', replyToMessageID: nameless.id })).status, 409);
  });

  it('is one of an account that is not connected', async () => {
    const place = await placeToSend(server);
    const { id } = await sent(place, 'x');
    await command(place.api, place.accountID, { status: 'lost' });
    await untilStatus(place.api, place.accountID, 'disconnected');
    refusal(await edit(place, id, 'y'), 409, /not connected/);
    refusal(await remove(place, id), 409, /not connected/);
    refusal(await react(place, id, '👍'), 409, /not connected/);
    const waiting = await send(place, 'waits');
    assert.equal((await cancel(place, waiting)).status, 204);
  });
});
