import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Event } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, deliver, readChat, said } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { drain, newestCursor } from './support/live.ts';
import { switchAccount } from './support/sandbox.ts';
import {
  chatOf,
  path,
  placeToSend,
  readMessage,
  received,
  send,
  sends,
  sent,
  settled,
  textsReceived,
  trySending,
} from './support/sending.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });

describe('sending a message', () => {
  it('answers with a pending ID, which stays known when the network has given the message its own', async () => {
    const place = await placeToSend(server);
    const { body, status } = await trySending(place, { text: 'hello' });
    assert.equal(status, 200);
    assert.match(body.pendingMessageID, /^m\d+$/);
    assert.equal(body.chatID, place.chatID);
    const message = await settled(place, body.pendingMessageID);
    assert.equal(message.sendStatus?.status, 'SUCCESS');
    assert.match(message.id, /^\d+$/);
    assert.equal(message.pendingMessageID, body.pendingMessageID);
    assert.equal(message.isSender, true);
    assert.deepEqual(await readMessage(place, message.id), message);
    const [got] = await received(place);
    assert.equal(got?.text, 'hello');
    // The time is the network's own, and the message stands there.
    assert.equal(message.timestamp, new Date(got?.timestamp ?? 0).toISOString());
    assert.deepEqual(await readMessage(place, got?.id ?? ''), message);
  });

  it('tells pending and then sent as events, with the pending ID in both', async () => {
    const place = await placeToSend(server);
    await sends(place, 'silent');
    const since = await newestCursor(place.api);
    const pendingID = await send(place, 'slowly');
    const about = async () =>
      (await drain(place.api, since)).filter((event: Event) => event.type === 'message.upserted');
    const [first] = await eventually(about, (events) => events.length === 1);
    assert.deepEqual(first?.type === 'message.upserted' && first.ids, [pendingID]);
    await sends(place, 'ok');
    const { id } = await settled(place, pendingID);
    const events = await eventually(about, (all) => all.length >= 2);
    const last = events.at(-1);
    assert.ok(last?.type === 'message.upserted');
    assert.deepEqual(last.ids, [id]);
    const [entry] = last.entries as { pendingMessageID?: string; sendStatus?: { status: string } }[];
    assert.equal(entry?.pendingMessageID, pendingID);
    assert.equal(entry?.sendStatus?.status, 'SUCCESS');
  });

  it('sends Markdown as formatting, and plain text without', async () => {
    const place = await placeToSend(server);
    assert.equal((await sent(place, 'so **bold** & <b>')).text, 'so <strong>bold</strong> &amp; &lt;b&gt;');
    await sent(place, 'a & b\nsecond line');
    const [rich, plain] = await received(place);
    assert.equal(rich?.html, 'so <strong>bold</strong> &amp; &lt;b&gt;');
    assert.equal(rich?.text, 'so bold & <b>');
    assert.equal(plain?.text, 'a & b\nsecond line');
    assert.equal(plain?.html, undefined);
  });

  it('sends replies by any ID of the message, and mentions', async () => {
    const place = await placeToSend(server);
    const first = await sent(place, 'question');
    const reply = await sent(place, {
      text: 'answer',
      replyToMessageID: first.pendingMessageID,
      mentions: ['silent', '@room'],
    });
    assert.equal(reply.linkedMessageID, first.id);
    assert.deepEqual(reply.mentions, ['silent', '@room']);
    const [one, other] = await received(place);
    assert.equal(other?.replyTo, one?.id);
    assert.deepEqual(other?.mentions, ['silent', '@room']);
  });

  it('takes a local chat ID', async () => {
    const place = await placeToSend(server);
    const { localChatID } = await readChat(place.api, place.chatID);
    await sent({ ...place, chatID: String(localChatID) }, 'by the short name');
    assert.deepEqual(await textsReceived(place), ['by the short name']);
  });

  it('marks what is in the chat as read, leaves the draft, and moves the chat up', async () => {
    const place = await placeToSend(server);
    await deliver(place.api, place.accountID, {
      ...said(place.contact, Date.now() - 5_000),
      chat: { id: place.contact, type: 'single' },
    });
    const draft = { text: 'not yet' };
    assert.equal(
      (await place.api.call('PATCH', `/v1/chats/${encodeURIComponent(place.chatID)}`, { draft })).status,
      200,
    );
    assert.equal((await readChat(place.api, place.chatID)).unreadCount, 1);
    const message = await sent(place, 'seen');
    const chat = await readChat(place.api, place.chatID);
    assert.equal(chat.unreadCount, 0);
    assert.equal(chat.draft?.text, 'not yet');
    assert.equal(chat.lastActivity, message.timestamp);
  });

  it('leaves unread what comes by the clock of a network that is an hour behind', async () => {
    const place = await placeToSend(server);
    const behind = Date.now() - 3_600_000;
    await place.api.post(`/v1/accounts/${place.accountID}/sandbox`, { clock: { set: behind } });
    try {
      const message = await sent(place, 'mine');
      assert.ok(Math.abs(Date.parse(message.timestamp) - behind) < 60_000);
      assert.equal((await readChat(place.api, place.chatID)).lastActivity, message.timestamp);
      const theirs = { ...said(place.contact, behind + 60_000), chat: { id: place.contact, type: 'single' as const } };
      await deliver(place.api, place.accountID, theirs);
      assert.equal((await readChat(place.api, place.chatID)).unreadCount, 1);
    } finally {
      await place.api.post(`/v1/accounts/${place.accountID}/sandbox`, { clock: { set: Date.now() } });
    }
  });

  it('splits a long text: the parts in order, one message here, found by the ID of each part', async () => {
    const place = await placeToSend(server, 'terse');
    const text = Array.from({ length: 12 }, (_, index) => `word${index} more`).join(' ');
    const message = await sent(place, text);
    assert.equal(message.sendStatus?.status, 'SUCCESS');
    const parts = await received(place);
    assert.ok(parts.length > 2);
    assert.equal(
      parts
        .map((part) => part.text)
        .join(' ')
        .replaceAll(/\s+/g, ' '),
      text,
    );
    for (const { id } of parts) assert.equal((await readMessage(place, id)).id, message.id);
    const { items } = await place.api.get<{ items: unknown[] }>(path(place));
    assert.equal(items.length, 1);
  });
});

describe('a message that comes back', () => {
  for (const mode of ['echo-first', 'echo-later', 'no-id']) {
    it(`is one message: ${mode}`, async () => {
      const place = await placeToSend(server);
      await sends(place, mode);
      const since = await newestCursor(place.api);
      const message = await sent(place, 'only once');
      // The next one has come and gone: so has the echo.
      await sends(place, 'ok');
      await sent(place, 'barrier');
      if (mode === 'echo-later') await deliverEchoBarrier(place);
      const { items } = await place.api.get<{ items: { id: string; text: string }[] }>(path(place));
      assert.deepEqual(
        items.map(({ text }) => text).filter((text) => text === 'only once'),
        ['only once'],
      );
      assert.equal((await readMessage(place, message.pendingMessageID ?? '')).id, message.id);
      const deleted = (await drain(place.api, since)).filter((event) => event.type === 'message.deleted');
      assert.deepEqual(deleted, []);
    });
  }

  it('is one message when the echo has no transaction ID and comes first; what was said of the echo is kept', async () => {
    const place = await placeToSend(server);
    await sends(place, 'silent');
    const pendingID = await send(place, 'who was first');
    const [got] = await eventually(
      () => received(place),
      (all) => all.length === 1,
    );
    const id = got?.id ?? '';
    const timestamp = got?.timestamp ?? 0;
    await deliver(
      place.api,
      place.accountID,
      {
        ...said(place.contact, timestamp, { id, text: 'who was first' }),
        chat: { id: place.contact, type: 'single' },
        sender: { id: 'me', isSelf: true },
      },
      {
        kind: 'reaction',
        chatID: place.contact,
        messageID: id,
        sender: { id: 'silent', isSelf: false },
        key: '👍',
        timestamp,
      },
    );
    await sends(place, 'ok');
    const message = await settled(place, pendingID);
    assert.equal(message.sendStatus?.status, 'SUCCESS');
    assert.deepEqual(
      message.reactions?.map(({ reactionKey }) => reactionKey),
      ['👍'],
    );
    const { items } = await place.api.get<{ items: unknown[] }>(path(place));
    assert.equal(items.length, 1);
  });

  it('is not settled by somebody else who knows its transaction ID', async () => {
    const place = await placeToSend(server);
    await sends(place, 'uncertain');
    const message = await sent(place, 'was it?');
    await deliver(place.api, place.accountID, {
      ...said(place.contact, Date.now(), { transactionID: message.id, text: 'forged' }),
      chat: { id: place.contact, type: 'single' },
    });
    assert.equal((await readMessage(place, message.id)).sendStatus?.reason, 'uncertain');
    const { items } = await place.api.get<{ items: unknown[] }>(path(place));
    assert.equal(items.length, 2);
  });
});

/** The sandbox delivers in order: when an answer of `echo` is here, so is what was on its way before. */
async function deliverEchoBarrier(place: Parameters<typeof chatOf>[0]): Promise<void> {
  const other = await chatOf(place, 'echo');
  await send(other, 'are you there');
  await eventually(
    () => place.api.get<{ items: { isSender?: boolean }[] }>(path(other)),
    ({ items }) => items.some(({ isSender }) => isSender !== true),
  );
}

describe('what is refused, before anything happens', () => {
  const refused = async (place: Parameters<typeof trySending>[0], body: Record<string, unknown>, status: number) => {
    const answer = await trySending<Failure>(place, body);
    assert.equal(answer.status, status, answer.text);
    if (status === 409) assert.equal(answer.headers.get('x-should-retry'), 'false');
    return answer.body.message;
  };

  it('a chat that is not there', async () => {
    const place = await placeToSend(server);
    assert.match(await refused({ ...place, chatID: '!nothing:here' }, { text: 'x' }, 404), /not found/);
  });

  it('a message of nothing', async () => {
    const place = await placeToSend(server);
    for (const body of [{}, { text: '' }, { text: ' \n ' }]) {
      assert.match(await refused(place, body, 422), /needs a text or an attachment/);
    }
  });

  it('a text that is too long', async () => {
    const place = await placeToSend(server);
    assert.match(await refused(place, { text: 'x'.repeat(10_005) }, 422), /5 characters too long .* takes 10000/);
  });

  it('a reply to nothing', async () => {
    const place = await placeToSend(server);
    assert.match(await refused(place, { text: 'x', replyToMessageID: '12' }, 404), /not found/);
  });

  it('a chat that is read only, or knows no replies', async () => {
    const place = await placeToSend(server);
    const first = await sent(place, 'first');
    const chat = { id: place.contact, type: 'single' as const };
    await deliver(place.api, place.accountID, { kind: 'chat', chat: { ...chat, capabilities: { reply: -2 } } });
    assert.match(await refused(place, { text: 'x', replyToMessageID: first.id }, 422), /knows no replies/);
    await deliver(place.api, place.accountID, { kind: 'chat', chat: { ...chat, isReadOnly: true } });
    assert.match(await refused(place, { text: 'x' }, 422), /cannot write/);
    assert.deepEqual(await textsReceived(place), ['first']);
  });

  it('an account that is turned off', async () => {
    const place = await placeToSend(server);
    await switchAccount(place.api, place.accountID, true);
    assert.match(await refused(place, { text: 'x' }, 409), /turned off/);
  });

  it('nothing of it is stored', async () => {
    const place = await placeToSend(server);
    const since = await newestCursor(place.api);
    await refused(place, { text: '' }, 422);
    await refused(place, { text: 'x', sendAt: '2020-01-01T00:00:00.000Z' }, 422);
    assert.deepEqual(
      (await drain(place.api, since)).filter((event) => event.type !== 'account.upserted'),
      [],
    );
    assert.equal((await chatCalled(place.api, place.accountID, `with ${place.contact}`)).id, place.chatID);
    const { items } = await place.api.get<{ items: unknown[] }>('/v1/outbox');
    assert.deepEqual(
      items.filter((item) => JSON.stringify(item).includes(place.chatID)),
      [],
    );
  });
});
