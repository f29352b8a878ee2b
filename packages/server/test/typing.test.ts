/** Who is typing: live, for those who ask, and never anything else. */

import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import type { TypingChanged } from '@partyline/protocol';
import type { Api } from './support/api.ts';
import { chatCalled, deliver } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { type LiveSocket, newestCursor, openSocket, refusal } from './support/live.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer, testToken } from './support/server.ts';
import { tokenWith } from './support/tokens.ts';

const server = await startTestServer({ after });
const { api } = server;
const { url } = server.running;
const authorization = `Bearer ${testToken}`;

interface Place {
  readonly api: Api;
  readonly accountID: string;
  readonly chatID: string;
  readonly localChatID: string;
}

let accounts = 0;

/** The lobby of an account of its own, where Echo, Silent and others are. */
async function lobby(): Promise<Place> {
  accounts += 1;
  const { accountID } = await connectedAccount(api, `typist-${accounts}`);
  const { id, localChatID } = await chatCalled(api, accountID, 'Lobby');
  return { api, accountID, chatID: id, localChatID: localChatID ?? '' };
}

const types = ({ accountID }: Place, contact: string, more: object = {}) =>
  command(api, accountID, { typing: { contact, chat: 'lobby', ...more } });

const told = ({ frames }: LiveSocket): TypingChanged[] =>
  frames.flatMap((frame) => (frame.type === 'chat.typing' ? [frame as TypingChanged] : []));

const names = (changed: TypingChanged | undefined) => changed?.users.map(({ fullName }) => fullName);

const untilTyping = (socket: LiveSocket, wanted: readonly string[]) =>
  eventually(
    () => names(told(socket).at(-1)),
    (last) => JSON.stringify(last) === JSON.stringify(wanted),
  );

async function listener(t: TestContext, chatIDs: readonly string[], path = '/v1/ws?typing=true', token = testToken) {
  const socket = await openSocket(t, url, path, { authorization: `Bearer ${token}` });
  await socket.subscribe(chatIDs);
  return socket;
}

describe('somebody who types', () => {
  it('is told to who asks, with a name, until they stop', async (t) => {
    const place = await lobby();
    const socket = await listener(t, [place.chatID]);
    await types(place, 'echo');
    await untilTyping(socket, ['Echo']);
    await types(place, 'silent');
    await untilTyping(socket, ['Echo', 'Silent']);
    await types(place, 'echo', { isTyping: false });
    await untilTyping(socket, ['Silent']);
    await types(place, 'silent', { isTyping: false });
    await untilTyping(socket, []);
    const [first] = told(socket);
    assert.deepEqual(
      { ...first, ts: undefined },
      {
        type: 'chat.typing',
        chatID: place.chatID,
        users: [{ id: 'echo', fullName: 'Echo' }],
        expiresInSeconds: 30,
        ts: undefined,
      },
    );
  });

  it('is not told to who does not ask, and leaves no trace in the log', async (t) => {
    const place = await lobby();
    const [plain, asking] = [await listener(t, ['*'], '/v1/ws?since=now'), await listener(t, ['*'])];
    const cursor = await newestCursor(api);
    await types(place, 'echo');
    await untilTyping(asking, ['Echo']);
    assert.equal(await newestCursor(api), cursor);
    await api.call('POST', `/v1/chats/${encodeURIComponent(place.chatID)}/unread`, {});
    await plain.until(({ type }) => type === 'chat.upserted');
    assert.deepEqual(told(plain), []);
    assert.deepEqual(
      plain.frames.map(({ seq }) => seq).filter((seq) => seq !== undefined),
      plain.events().map((_, index) => index + 1),
    );
  });

  it('has stopped with their message, by the time they named, and when the account is away', async (t) => {
    const place = await lobby();
    const socket = await listener(t, [place.localChatID]);
    await types(place, 'echo');
    await types(place, 'silent');
    await untilTyping(socket, ['Echo', 'Silent']);
    await command(api, place.accountID, { say: { contact: 'echo', chat: 'lobby', text: 'here I am' } });
    await untilTyping(socket, ['Silent']);
    await types(place, 'fan', { timeoutMs: 1_200 });
    await untilTyping(socket, ['Silent', 'Fan']);
    await untilTyping(socket, ['Silent']);
    await command(api, place.accountID, { status: 'signed_out' });
    await untilStatus(api, place.accountID, 'reconnect_required');
    await untilTyping(socket, []);
  });

  it('is told of what is subscribed alone, beginning with who types already', async (t) => {
    const [one, other] = [await lobby(), await lobby()];
    await types(one, 'echo');
    await types(other, 'silent');
    const socket = await listener(t, [other.chatID]);
    await untilTyping(socket, ['Silent']);
    await types(one, 'fan');
    await types(other, 'fan');
    await untilTyping(socket, ['Silent', 'Fan']);
    assert.deepEqual([...new Set(told(socket).map(({ chatID }) => chatID))], [other.chatID]);
  });

  it('is nobody when it is the own person, or when the chat is not known', async (t) => {
    const place = await lobby();
    const socket = await listener(t, [place.chatID]);
    const typing = { kind: 'typing', isTyping: true } as const;
    await deliver(api, place.accountID, {
      ...typing,
      chatID: 'lobby',
      sender: { id: `typist-${accounts}`, isSelf: false },
    });
    await deliver(api, place.accountID, { ...typing, chatID: 'lobby', sender: { id: 'me', isSelf: true } });
    await deliver(api, place.accountID, { ...typing, chatID: 'nowhere', sender: { id: 'echo', isSelf: false } });
    // What makes no sense harms nobody.
    await command(api, place.accountID, { event: { kind: 'typing' } });
    await types(place, 'echo');
    await untilTyping(socket, ['Echo']);
    assert.deepEqual(
      told(socket).map(({ users }) => users.map(({ id }) => id)),
      [['echo']],
    );
  });

  it('is told again while it goes on, before readers take it for over', async (t) => {
    const place = await lobby();
    const socket = await listener(t, [place.chatID]);
    const goOn = () => types(place, 'echo', { timeoutMs: 6_000 });
    const [first, second] = await eventually(
      async () => {
        await goOn();
        return told(socket);
      },
      ({ length }) => length > 1,
    );
    const pauseMs = Date.parse(second?.ts ?? '') - Date.parse(first?.ts ?? '');
    assert.ok(pauseMs < 6_000, `told again after ${pauseMs} ms`);
  });

  it('is told no more often than twice a second, and who is many is cut off', async (t) => {
    const place = await lobby();
    const socket = await listener(t, [place.chatID]);
    const start = performance.now();
    const events = Array.from({ length: 500 }, (_, index) => ({
      kind: 'typing' as const,
      chatID: 'lobby',
      sender: { id: `person-${index % 50}`, name: `Person ${index % 50}`, isSelf: false },
      isTyping: index % 3 > 0 || index >= 450,
    }));
    await deliver(api, place.accountID, ...events);
    await types(place, 'echo', { isTyping: false });
    await eventually(
      () => told(socket).at(-1)?.users.length,
      (count) => count === 20,
    );
    assert.ok(told(socket).length <= 2 + (performance.now() - start) / 500, `${told(socket).length} frames`);
  });
});

describe('a stream of server-sent events', () => {
  it('has typing for who asks, without an ID, beginning with who types already', async (t) => {
    const place = await lobby();
    const stop = new AbortController();
    t.after(() => stop.abort());
    const open = async (query: string) => {
      const response = await fetch(new URL(`/v1/events?${query}`, url), {
        headers: { authorization, accept: 'text/event-stream' },
        signal: stop.signal,
      });
      const heard = { text: '' };
      const read = async () => {
        for await (const chunk of response.body ?? []) heard.text += Buffer.from(chunk).toString();
      };
      read().catch(() => undefined);
      return heard;
    };
    const ofChat = `chatIDs=${encodeURIComponent(place.chatID)}`;
    const [asking, plain, elsewhere] = [
      await open(`typing=true&${ofChat}`),
      await open(ofChat),
      await open('typing=true&chatIDs=!none:x'),
    ];
    await types(place, 'echo');
    await api.call('POST', `/v1/chats/${encodeURIComponent(place.chatID)}/unread`, {});
    const [block] = await eventually(
      () => asking.text.split('\n\n').filter((one) => one.includes('chat.typing')),
      ({ length }) => length > 0,
    );
    assert.match(block ?? '', /^event: chat\.typing\ndata: \{"type":"chat\.typing",.*"fullName":"Echo"/);
    await eventually(
      () => plain.text,
      (text) => text.includes('chat.upserted'),
    );
    assert.doesNotMatch(plain.text + elsewhere.text, /chat\.typing/);
    const late = await open(`typing=true&${ofChat}`);
    await eventually(
      () => late.text,
      (text) => text.includes('"fullName":"Echo"'),
    );
  });
});

describe('a token with a policy', () => {
  it('is told of the chats that it sees, and of no other', async (t) => {
    const [seen, hidden] = [await lobby(), await lobby()];
    await types(hidden, 'echo');
    const { token } = await tokenWith(api, url, { chatIDs: [seen.chatID] });
    const [socket, named] = [
      await listener(t, ['*'], undefined, token),
      await listener(t, [hidden.chatID, hidden.localChatID, seen.chatID], undefined, token),
    ];
    await types(hidden, 'fan');
    await types(seen, 'silent');
    for (const one of [socket, named]) {
      await untilTyping(one, ['Silent']);
      assert.doesNotMatch(JSON.stringify(one.frames.filter(({ type }) => type === 'chat.typing')), /Echo|Fan/);
      assert.deepEqual([...new Set(told(one).map(({ chatID }) => chatID))], [seen.chatID]);
    }
  });
});

describe('asking for typing', () => {
  it('in words that are none is refused', async () => {
    const { status, body } = await refusal(url, '/v1/ws?typing=perhaps', { authorization });
    assert.deepEqual([status, body.message], [422, 'typing is true or false']);
  });
});
