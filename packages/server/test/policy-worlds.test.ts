/**
 * Design contract 7, for every operation and every tool there is: of two servers that differ only in what a token may not see, it gets the same
 * answers and the same events, to the letter, but for IDs, times and counters. What is added to the catalogue has to be asked here too.
 */

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import fc from 'fast-check';
import { toolCatalogue } from '../src/mcp/catalogue.ts';
import { catalogue } from '../src/operations/catalogue.ts';
import { eventually } from './support/eventually.ts';
import { type Frame, openSocket } from './support/live.ts';
import { type Disturbance, disturbances, type Kind, type Names, openWorld, type World } from './support/worlds.ts';

const operations = catalogue({ sandbox: true });
const e = encodeURIComponent;

/** What stands for a part of a path. */
const places: Readonly<Record<string, (names: Names) => readonly string[]>> = {
  accountID: ({ accountID }) => [accountID],
  bridgeID: () => ['local-sandbox'],
  chatID: ({ chatID, localChatID }) => [chatID, localChatID],
  labelID: ({ labelID }) => [labelID],
  messageID: ({ messageID, pendingMessageID }) => [messageID, pendingMessageID],
  pendingMessageID: ({ pendingMessageID }) => [pendingMessageID],
  reactionKey: () => ['👍'],
  ...Object.fromEntries(
    [
      'deadLetterID',
      'loginID',
      'loginSessionID',
      'setupRequestID',
      'stepID',
      'tokenID',
      'verificationID',
      'webhookID',
    ].map((name) => [name, () => ['any']]),
  ),
};

/** Beside no query at all. */
const queries: Readonly<Record<string, (names: Names) => readonly string[]>> = {
  'accounts.contacts.search': () => ['query=echo'],
  'accounts.contacts.list': () => ['limit=3'],
  'chats.list': ({ accountID }) => ['limit=1', 'direction=after', `accountIDs=${e(accountID)}`],
  'chats.search': ({ labelID, accountID }) => [
    'query=room',
    'query=friend&scope=participants',
    `labelID=${e(labelID)}`,
    `accountIDs=${e(accountID)}`,
    'limit=1',
  ],
  'chats.retrieve': () => ['maxParticipantCount=1'],
  'messages.list': ({ messageID }) => ['limit=1', `cursor=${e(messageID)}`, 'direction=after'],
  'messages.delete': () => ['forEveryone=true'],
  'messages.search': ({ chatID, localChatID, accountID }) => [
    'query=common',
    'query=-nothing',
    'query=has:file',
    'query=from:friend',
    `query=${e(`in:${localChatID}`)}`,
    `chatIDs=${e(chatID)}`,
    `accountIDs=${e(accountID)}`,
    'limit=1',
  ],
  'messages.reactions.deleteByKey': () => [`reactionKey=${e('👍')}`],
  'outbox.list': ({ chatID }) => [`chatID=${e(chatID)}`],
  'assets.serve': ({ mediaURL, uploadID }) =>
    [mediaURL, `${mediaURL}?thumbnail`, `localmxc://partyline/${uploadID}`, `mxc://partyline/${uploadID}`].map(
      (url) => `url=${e(url)}`,
    ),
  'events.list': ({ chatID }) => [`chatIDs=${e(chatID)}`],
  'search.everything': () => ['query=common', 'query=room', 'query=friend'],
  'chats.delete': () => [],
  'webhooks.deadLetters.list': () => [],
  'approvals.list': () => [],
  'audit.list': () => [],
};

const person = { id: 'echo' };
/** Of operations that take one. */
const bodies: Readonly<Record<string, (names: Names) => readonly unknown[]>> = {
  'accounts.update': () => [{ isDisabled: true }],
  'accounts.imports.create': ({ uploadID }) => [{ messages: [], uploadID }],
  'bridges.logins.remove': () => [{}],
  'bridges.loginSessions.create': ({ accountID }) => [{}, { flowID: 'form' }, { accountID }],
  'bridges.loginSessions.steps.submit': () => [{ type: 'user_input', fields: {} }],
  'chats.create': ({ accountID }) => [{ accountID, type: 'single', participantIDs: ['echo'] }],
  'chats.start': ({ accountID }) => [{ accountID, user: person }],
  'chats.update': ({ uploadID }) => [
    { isPinned: true },
    { draft: null },
    { draft: { text: 'x', attachments: { one: { uploadID } } } },
    { title: 'other' },
    { imgURL: uploadID },
  ],
  'chats.archive': () => [{}, { archived: false }],
  'chats.markRead': ({ messageID }) => [{}, { messageID }],
  'chats.markUnread': ({ messageID }) => [{}, { messageID }],
  'chats.notifyAnyway': () => [{}],
  'chats.reminders.create': () => [{ reminder: { remindAt: '2999-01-01T00:00:00.000Z' } }],
  'chats.typing': () => [{ state: 'typing' }],
  'labels.create': () => [{ name: 'made' }],
  'labels.update': () => [{ name: 'changed' }],
  'messages.send': ({ messageID, uploadID }) => [
    { text: 'hello' },
    { text: 'hello', replyToMessageID: messageID },
    { attachment: { uploadID } },
  ],
  'messages.update': () => [{ text: 'changed' }],
  'messages.reactions.add': () => [{ reactionKey: '👍' }],
  'messages.reactions.deleteByKey': () => [undefined],
  // A form; what it has in it is as below.
  'assets.upload': () => [undefined],
  'assets.uploadBase64': () => [{ content: 'eA==', fileName: 'x.txt' }],
  'assets.download': ({ mediaURL, uploadID }) => [{ url: mediaURL }, { url: `localmxc://partyline/${uploadID}` }],
  'webhooks.create': () => [{ url: 'https://localhost:1/hook' }],
  'webhooks.update': () => [{ isDisabled: true }],
  'webhooks.rotateSecret': () => [{}],
  'webhooks.deadLetters.replay': () => [{}],
  'tokens.create': () => [{ name: 'wider' }],
  'approvals.approve': () => [{}],
  'approvals.refuse': () => [{}],
  focus: ({ chatID, messageID }) => [{}, { chatID }, { chatID, messageID }],
  'sandbox.command': () => [{ delayMs: 0 }],
};

/** Public, and the same to everybody; what they ask is of nobody's data. */
const withoutData = /^app\.setup\./;

const tools: Readonly<Record<string, (names: Names) => readonly Record<string, unknown>[]>> = {
  get_accounts: () => [{}],
  search_contacts: ({ accountID }) => [{ accountID, query: 'echo' }],
  get_attachment: ({ chatID, messageID }) => [{ chatID, messageID }],
  search_chats: ({ accountID }) => [
    { query: 'room' },
    { accountIDs: [accountID] },
    { query: 'friend', scope: 'participants' },
  ],
  get_chat: ({ chatID, localChatID }) => [{ chatID }, { chatID: localChatID }],
  start_chat: ({ accountID }) => [{ accountID, user: person }],
  archive_chat: ({ chatID }) => [{ chatID }, { chatID, archived: false }],
  set_chat_reminder: ({ chatID }) => [{ chatID, reminder: { remindAt: '2999-01-01T00:00:00.000Z' } }],
  clear_chat_reminder: ({ chatID }) => [{ chatID }],
  mark_chat_read: ({ chatID, messageID }) => [{ chatID }, { chatID, messageID }],
  set_draft: ({ chatID }) => [
    { chatID, text: '' },
    { chatID, text: 'written' },
  ],
  search_docs: () => [{ query: 'chats' }],
  focus_app: ({ chatID }) => [{ chatID }],
  list_networks: () => [{}],
  start_login: () => [{ bridgeID: 'local-sandbox' }],
  submit_login_step: () => [{ bridgeID: 'local-sandbox', loginSessionID: 'any', stepID: 'any', type: 'user_input' }],
  get_login: () => [{ bridgeID: 'local-sandbox', loginSessionID: 'any' }],
  list_messages: ({ chatID }) => [{ chatID }, { chatID, limit: 1 }],
  get_message: ({ chatID, messageID, pendingMessageID }) => [
    { chatID, messageID },
    { chatID, messageID: pendingMessageID },
  ],
  send_message: ({ chatID }) => [{ chatID, text: 'by a tool' }],
  edit_message: ({ chatID, messageID }) => [{ chatID, messageID, text: 'x' }],
  delete_message: ({ chatID, messageID }) => [{ chatID, messageID }],
  add_reaction: ({ chatID, messageID }) => [{ chatID, messageID, reactionKey: '🎉' }],
  remove_reaction: ({ chatID, messageID }) => [{ chatID, messageID, reactionKey: '🎉' }],
  search: () => [{ query: 'common' }, { query: 'room' }],
  search_messages: ({ chatID, accountID }) => [
    { query: 'common' },
    { chatIDs: [chatID] },
    { query: 'common', accountIDs: [accountID] },
  ],
  wait_for_messages: ({ chatID }) => [{ timeoutSeconds: 0 }, { timeoutSeconds: 0, chatIDs: [chatID] }],
};

interface Call {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Reads first, then what changes, then what ends something. */
const turn = ({ method }: { readonly method: string }) => (method === 'GET' ? 0 : method === 'DELETE' ? 2 : 1);
const inOrder = operations
  .filter(({ id }) => !withoutData.test(id))
  .toSorted((a, b) => turn(a) - turn(b) || Number(a.id === 'chats.delete') - Number(b.id === 'chats.delete'));

function callsFor(names: Names): Call[] {
  return inOrder.flatMap(({ id, method, path }) => {
    let paths: string[] = [path];
    for (const [whole, name = ''] of path.matchAll(/\{(\w+)\}/g))
      paths = paths.flatMap((one) => (places[name]?.(names) ?? []).map((value) => one.replace(whole, e(value))));
    const asked = ['', ...(queries[id]?.(names) ?? []).map((query) => `?${query}`)];
    const given = bodies[id]?.(names) ?? [undefined];
    return paths.flatMap((one) =>
      asked.flatMap((query) => given.map((body) => ({ what: id, method, path: `${one}${query}`, body }))),
    );
  });
}

async function answersOf(world: World, plan: readonly Disturbance[]): Promise<string[]> {
  let place = 0;
  const told: string[] = [];
  const disturb = () => world.disturb(plan[place++ % plan.length] ?? 'message');
  for (const names of [world.hidden, world.seen]) {
    for (const { what, method, path, body } of callsFor(names)) {
      if (place % 3 === 0) await disturb();
      else place += 1;
      const { status, text, headers } = await world.held.api.call(method, path, body);
      told.push(
        world.plain(
          `${what} ${method} ${path} ${JSON.stringify(body)}: ${status} ${headers.get('content-type')} ${text}`,
        ),
      );
      if (what === 'messages.send') await settled(world, text);
    }
  }
  return told;
}

/** What is on its way when the next call is made would be seen by it in one world and not in the other. */
async function settled({ owner }: World, answer: string): Promise<void> {
  const [, chatID, id] = /"chatID":"(![^"]+)".*"pendingMessageID":"([^"]+)"/.exec(answer) ?? [];
  if (chatID === undefined || id === undefined) return;
  await eventually(
    () =>
      owner.call<{ sendStatus?: { status: string; reason?: string } }>('GET', `/v1/chats/${e(chatID)}/messages/${id}`),
    ({ body }) => body.sendStatus?.status !== 'PENDING' || body.sendStatus.reason === 'approval',
  );
}

async function toldByTools(world: World, plan: readonly Disturbance[]): Promise<string[]> {
  const client = new Client({ name: 'test', version: '1' });
  const headers = { authorization: `Bearer ${world.held.token}` };
  const transport: Transport & { sessionId?: string | undefined } = new StreamableHTTPClientTransport(
    new URL('/v0/mcp', world.url),
    { requestInit: { headers } },
  );
  await client.connect(transport as Transport);
  const told = [world.plain(JSON.stringify(await client.listTools()))];
  try {
    for (const names of [world.hidden, world.seen]) {
      for (const [name, args] of Object.entries(tools)) {
        await world.disturb(plan[told.length % plan.length] ?? 'message');
        for (const given of args(names)) {
          const answer = await client.callTool({ name, arguments: given }).catch(String);
          const text = JSON.stringify(answer);
          told.push(world.plain(`${name} ${JSON.stringify(given)}: ${text}`));
          if (name === 'send_message') await settled(world, text.replaceAll('\\"', '"'));
        }
      }
    }
    return told;
  } finally {
    await client.close();
  }
}

/** Types and subjects. How many events there are of one state, and what of it is current when they are read, is a matter of time. */
function outline(world: World, frames: readonly Frame[]): string[] {
  const lines = frames
    .filter(({ type }) => type !== 'ready' && type !== 'subscriptions.updated')
    .map(({ type, chatID, accountID, ids = [] }) => world.plain(`${type} ${chatID ?? accountID} ${ids.join()}`));
  return [...new Set(lines)].sort();
}

async function live(t: TestContext, world: World) {
  const headers = { authorization: `Bearer ${world.held.token}` };
  const { cursor } = await world.held.api.get<{ cursor: string }>('/v1/events');
  const socket = await openSocket(t, world.url, '/v1/ws?since=now&typing=true', headers);
  await socket.subscribe(['*']);
  const stop = new AbortController();
  t.after(() => stop.abort());
  const stream = await fetch(new URL('/v1/events?typing=true', world.url), {
    headers: { ...headers, accept: 'text/event-stream' },
    signal: stop.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const chunk of stream.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return async () => {
    const all: Frame[] = [];
    for (let since = cursor, hasMore = true; hasMore; ) {
      const page: { items: Frame[]; cursor: string; hasMore: boolean } = await world.held.api.get(
        `/v1/events?since=${since}&limit=1000`,
      );
      all.push(...page.items);
      ({ cursor: since, hasMore } = page);
    }
    const last = all.at(-1)?.cursor ?? 'none';
    await eventually(
      () => [text, JSON.stringify(socket.frames)],
      (texts) => texts.every((one) => one.includes(last)),
    );
    stop.abort();
    await reading;
    const streamed = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '{}']): Frame => JSON.parse(json));
    socket.ws.close();
    return { log: outline(world, all), socket: outline(world, socket.events()), stream: outline(world, streamed) };
  };
}

/** Of long answers, the place where they part. */
function assertAlike(told: readonly string[] = [], others: readonly string[] = []): void {
  const index = told.findIndex((line, place) => line !== others[place]);
  const [line = '', other = ''] = [told[index], others[index]];
  const at = [...line].findIndex((sign, place) => sign !== [...other][place]);
  const [from, to] = [Math.max(0, at - 150), at + 150];
  const shown = `${line.slice(0, 200)}\n…${line.slice(from, to)}…\n…${other.slice(from, to)}…`;
  assert.ok(index === -1 && told.length === others.length && told.length > 0, shown);
}

/** What leaks does so each time; what two servers have got done by the moment they are asked can differ once. */
async function repeatedly(compare: () => Promise<void>): Promise<void> {
  for (let left = 2; ; left--) {
    try {
      return await compare();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

describe('two servers that differ in what is hidden', { timeout: 240_000 }, () => {
  it('are asked by every operation and every tool there is', () => {
    for (const { id, path, query, body } of operations) {
      for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g))
        assert.ok(places[name] !== undefined || withoutData.test(id), `say what stands for {${name}} of ${id}`);
      if (body !== undefined && !withoutData.test(id)) assert.ok(bodies[id] !== undefined, `give ${id} a body`);
      assert.ok(query === undefined || id in queries || withoutData.test(id), `say what ${id} is asked`);
    }
    assert.deepEqual(
      Object.keys(tools).sort(),
      toolCatalogue(operations)
        .map(({ name }) => name)
        .sort(),
    );
  });

  for (const kind of ['a chat', 'an account', 'a chat, with approval'] satisfies Kind[]) {
    it(`are the same to a token that sees ${kind}`, async (t) => {
      const plans = fc.array(fc.constantFrom(...disturbances), { minLength: 5, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(plans, (plan) =>
          repeatedly(async () => {
            const [full, empty] = await Promise.all([openWorld(t, kind, true), openWorld(t, kind, false)]);
            const [fullLive, emptyLive] = await Promise.all([live(t, full), live(t, empty)]);
            const [ofFull, ofEmpty] = await Promise.all([full, empty].map((world) => toldByTools(world, plan)));
            assertAlike(ofFull, ofEmpty);
            const [answers, others] = await Promise.all([full, empty].map((world) => answersOf(world, plan)));
            assertAlike(answers, others);
            const [heard, alike] = await Promise.all([fullLive(), emptyLive()]);
            assert.deepEqual(heard, alike);
            assert.ok(heard.log.length >= 2, heard.log.join('\n'));
          }),
        ),
        { numRuns: 1, endOnFailure: true },
      );
    });
  }
});
