/** Messages that wait for the owner: each is sent once when it was approved, and never otherwise. */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Approval, ApprovalPage, Message } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { startChildServer } from './support/child.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { openSocket } from './support/live.ts';
import { untilStatus } from './support/sandbox.ts';
import { type Place, placeIn, placeToSend, received, request, settled, textsReceived } from './support/sending.ts';
import { type Scope, startTestServer, temporaryFolder, testToken } from './support/server.ts';
import { type Held, tokenWith } from './support/tokens.ts';

const at = ({ chatID }: Place, more = '') => `/v1/chats/${encodeURIComponent(chatID)}/messages${more}`;

async function desk(t: Scope) {
  const server = await startTestServer(t);
  const place = await placeToSend(server);
  const held = await tokenWith(server.api, server.running.url, { approval: true });
  return { ...server, owner: server.api, url: server.running.url, place, held };
}

async function propose(
  held: Held,
  place: Place,
  body: Record<string, unknown>,
  url: string,
  key?: string,
): Promise<string> {
  const headers = { authorization: `Bearer ${held.token}`, ...(key !== undefined && { 'idempotency-key': key }) };
  const answer = await request<{ chatID: string; pendingMessageID: string }>(url, 'POST', at(place), body, headers);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.chatID, place.chatID);
  return answer.body.pendingMessageID;
}

describe('a message that needs approval', { timeout: 60_000 }, () => {
  it('waits, tells so to who proposed it, stands in no chat, and is sent when it was approved', async (t) => {
    const { owner, url, place, held } = await desk(t);
    const socket = await openSocket(t, url, '/v1/ws?since=now');
    await socket.subscribe(['*']);
    const id = await propose(held, place, { text: 'may **I**?' }, url);
    await socket.until(({ type, ids }) => type === 'approval.upserted' && ids?.[0] === id);
    const waiting = await held.api.get<Message>(at(place, `/${id}`));
    assert.deepEqual([waiting.sendStatus?.status, waiting.sendStatus?.reason], ['PENDING', 'approval']);
    assert.match(waiting.sendStatus?.message ?? '', /waits for the owner's approval/);
    assert.equal((await owner.get<{ items: Message[] }>(at(place))).items.length, 0);
    const { items } = await owner.get<ApprovalPage>('/v1/approvals?state=pending');
    assert.deepEqual(
      items.map(({ pendingMessageID, text, state, tokenID, tokenName, chatID }) => [
        pendingMessageID,
        text,
        state,
        tokenID,
        tokenName,
        chatID,
      ]),
      [[id, 'may **I**?', 'pending', held.id, 'assistant', place.chatID]],
    );
    assert.deepEqual(await textsReceived(place), []);
    const approved = await owner.post<Approval>(`/v1/approvals/${id}/approve`, {});
    assert.deepEqual([approved.state, approved.isEdited], ['approved', false]);
    assert.equal((await settled(place, id)).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(await textsReceived(place), ['may I?']);
    assert.equal((await owner.post<Approval>(`/v1/approvals/${id}/approve`, {})).state, 'approved');
    assert.deepEqual(await textsReceived(place), ['may I?']);
    assert.equal((await owner.call('POST', `/v1/approvals/${id}/refuse`, {})).status, 409);
  });

  it('is sent as the owner edited it', async (t) => {
    const { owner, url, place, held } = await desk(t);
    const id = await propose(held, place, { text: 'clumsy' }, url);
    const approved = await owner.post<Approval>(`/v1/approvals/${id}/approve`, { text: 'elegant' });
    assert.deepEqual([approved.text, approved.isEdited], ['elegant', true]);
    assert.equal((await settled(place, id)).text, 'elegant');
    assert.deepEqual(await textsReceived(place), ['elegant']);
  });

  it('is not sent when it was refused, and the reason is told', async (t) => {
    const { owner, url, place, held } = await desk(t);
    const id = await propose(held, place, { text: 'rude' }, url);
    const { cursor } = await held.api.get<{ cursor: string }>('/v1/events');
    assert.equal((await owner.post<Approval>(`/v1/approvals/${id}/refuse`, { reason: 'Too rude' })).state, 'refused');
    const { items } = await held.api.get<{ items: { type: string; ids?: string[] }[] }>(
      `/v1/events?since=${cursor}&wait=5`,
    );
    assert.ok(items.some(({ type, ids }) => type === 'message.upserted' && ids?.[0] === id) || items.length === 1);
    const { sendStatus } = await held.api.get<Message>(at(place, `/${id}`));
    assert.deepEqual([sendStatus?.status, sendStatus?.reason], ['FAIL_PERMANENT', 'refused']);
    assert.match(sendStatus?.message ?? '', /Too rude/);
    const refused = await owner.call<Failure>('POST', `/v1/approvals/${id}/approve`, {});
    assert.equal(refused.status, 409);
    assert.deepEqual(await textsReceived(place), []);
  });

  it('is one message under one key, and one however often it is approved at once', async (t) => {
    const { owner, url, place, held } = await desk(t);
    const ids = await Promise.all(
      Array.from({ length: 8 }, () => propose(held, place, { text: 'the same' }, url, 'key')),
    );
    assert.equal(new Set(ids).size, 1);
    const [id = ''] = ids;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        owner.call('POST', `/v1/approvals/${id}/approve`, index % 2 === 0 ? {} : { text: `version ${index}` }),
      ),
    );
    assert.ok(answers.some(({ status }) => status === 200));
    await settled(place, id);
    const all = await received(place);
    assert.deepEqual(
      all.map(({ attempts }) => attempts),
      [1],
    );
  });

  it('is refused or approved, never both', async (t) => {
    const { owner, url, place, held } = await desk(t);
    const decide = (id: string, how: 'approve' | 'refuse') =>
      owner.call<Approval>('POST', `/v1/approvals/${id}/${how}`, {});
    const ids: string[] = [];
    for (let number = 0; number < 24; number++) ids.push(await propose(held, place, { text: `number ${number}` }, url));
    const outcomes = await Promise.all(
      ids.map(async (id, index) => {
        const order = index % 2 === 0 ? (['approve', 'refuse'] as const) : (['refuse', 'approve'] as const);
        const answers = await Promise.all(order.map((how) => decide(id, how)));
        assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409], `${id} ${order}`);
        return { id, isApproved: answers[order.indexOf('approve')]?.status === 200 };
      }),
    );
    for (const { id } of outcomes) await settled(place, id);
    const texts = await textsReceived(place);
    assert.deepEqual(
      texts.toSorted(),
      outcomes.flatMap(({ isApproved }, index) => (isApproved ? [`number ${index}`] : [])).toSorted(),
    );
  });

  it('is decided once, also by words that arrive in the same moment', async (t) => {
    const { url, place, held, owner } = await desk(t);
    for (const order of [
      ['refuse', 'approve'],
      ['approve', 'refuse'],
      ['approve', 'approve'],
    ]) {
      const id = await propose(held, place, { text: order.join(' then ') }, url);
      const statuses = await pipelined(
        url,
        order.map((how, index) => [`/v1/approvals/${id}/${how}`, how === 'approve' ? { text: `${index}` } : {}]),
      );
      assert.deepEqual(statuses, [200, 409], order.join(' then '));
      assert.equal(
        (await owner.get<Approval>(`/v1/approvals/${id}`)).state,
        order[0] === 'refuse' ? 'refused' : 'approved',
      );
      await settled(place, id);
    }
    assert.deepEqual(await textsReceived(place), ['0', '0']);
  });

  it('expires', async (t) => {
    const { owner, url, place, held, dataDir, restart } = await desk(t);
    const id = await propose(held, place, { text: 'late' }, url);
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(dataDir, 'partyline.db'));
    database.prepare('update proposals set expires_at = ? where pending_id = ?').run(Date.now() - 1, id);
    database.close();
    assert.equal((await owner.call('POST', `/v1/approvals/${id}/approve`, {})).status, 409);
    const again = await restart();
    const expired = await eventually(
      () => again.api.get<Approval>(`/v1/approvals/${id}`),
      ({ state }) => state !== 'pending',
    );
    assert.equal(expired.state, 'expired');
    const { sendStatus } = await again.api.get<Message>(at(place, `/${id}`));
    assert.deepEqual([sendStatus?.status, sendStatus?.reason], ['FAIL_PERMANENT', 'expired']);
  });

  it('can be taken back by who proposed it, and nothing goes past the owner in another way', async (t) => {
    const { owner, url, place, held } = await desk(t);
    const id = await propose(held, place, { text: 'never mind' }, url);
    assert.equal((await held.api.call('DELETE', `/v1/outbox/${id}`)).status, 204);
    assert.equal((await owner.get<Approval>(`/v1/approvals/${id}`)).state, 'refused');
    const chat = `/v1/chats/${encodeURIComponent(place.chatID)}`;
    const { pendingMessageID } = await owner.post<{ pendingMessageID: string }>(at(place), { text: 'of the owner' });
    const { id: messageID } = await settled(place, pendingMessageID);
    for (const [method, path, body] of [
      ['PUT', at(place, `/${messageID}`), { text: 'sneaky' }],
      ['DELETE', at(place, `/${messageID}`)],
      ['POST', at(place, `/${messageID}/reactions`), { reactionKey: '👍' }],
      ['PATCH', chat, { title: 'sneaky' }],
      ['POST', `/v1/outbox/${pendingMessageID}/retry`],
      ['POST', `/v1/outbox/${pendingMessageID}/confirm`],
      ['POST', `/v1/approvals/${id}/approve`, {}],
    ] as const)
      assert.equal((await held.api.call(method, path, body)).status, 403, `${method} ${path}`);
    const first = { accountID: place.accountID, user: { id: 'fan' }, messageText: 'hello, fan' };
    assert.equal((await held.api.call('POST', '/v1/chats/start', first)).status, 200);
    const group = { accountID: place.accountID, type: 'group', title: 'sneaky', participantIDs: ['fan', 'echo'] };
    assert.equal((await held.api.call('POST', '/v1/chats', group)).status, 403);
    const later = { text: 'of the owner too', sendAt: new Date(Date.now() + 3_600_000).toISOString() };
    const { pendingMessageID: waiting } = await owner.post<{ pendingMessageID: string }>(at(place), later);
    assert.equal((await held.api.call('DELETE', `/v1/outbox/${waiting}`)).status, 403);
    assert.equal((await owner.call('DELETE', `/v1/outbox/${waiting}`)).status, 204);
    const { items } = await owner.get<ApprovalPage>('/v1/approvals?state=pending');
    assert.deepEqual(
      items.map(({ text }) => text),
      ['hello, fan'],
    );
    assert.deepEqual(await textsReceived(place), ['of the owner']);
    assert.deepEqual(await textsReceived({ ...place, contact: 'fan' }), []);
  });

  it('is sent later when it says so and was approved before, with its file', async (t) => {
    const { owner, url, place, held, dataDir } = await desk(t);
    const { uploadID } = await held.api.post<{ uploadID: string }>('/v1/assets/upload/base64', {
      content: Buffer.from('a file').toString('base64'),
      fileName: 'file.txt',
    });
    const sendAt = new Date(Date.now() + 3_000).toISOString();
    const id = await propose(held, place, { text: 'with a file', attachment: { uploadID }, sendAt }, url);
    assert.equal(rowsOf(dataDir, 'select kept from media where id = ?', uploadID)[0]?.['kept'], 1);
    const approved = await owner.post<Approval>(`/v1/approvals/${id}/approve`, {});
    assert.deepEqual([approved.fileName, approved.sendAt], ['file.txt', sendAt]);
    assert.deepEqual(await textsReceived(place), []);
    const [message] = await eventually(
      () => received(place),
      (all) => all.length > 0,
    );
    assert.equal(message?.attachment?.fileSize, 6);
  });

  it('waits over a kill, and is sent once when the server is killed while it is approved', {
    timeout: 60_000,
  }, async (t) => {
    const dataDir = temporaryFolder(t);
    const stateFile = join(temporaryFolder(t), 'network');
    const env = { PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ stepMs: 100, replyMs: 10, stateFile }) };
    const open = () => startChildServer(t, dataDir, { env, flags: ['--retry-seconds=1'] });
    let child = await open();
    let place = await placeToSend({ api: child.api, running: { url: child.url } });
    const held = await tokenWith(child.api, child.url, { approval: true, sendsPerHour: 100 });
    const ids: string[] = [];
    for (let number = 0; number < 12; number++)
      ids.push(await propose(held, place, { text: `number ${number}` }, child.url));
    const approved = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const some = ids.slice(round * 4, round * 4 + 4);
      const { api } = child;
      const asking = some.map(async (id) => {
        const answer = await api.call('POST', `/v1/approvals/${id}/approve`, {}).catch(() => undefined);
        if (answer?.status === 200) approved.add(id);
      });
      await Promise.race(asking);
      await child.end('SIGKILL');
      await Promise.all(asking);
      child = await open();
      place = placeIn({ api: child.api, running: { url: child.url } }, place);
      await untilStatus(child.api, place.accountID, 'connected');
      for (const id of some) {
        const { state } = await child.api.get<Approval>(`/v1/approvals/${id}`);
        if (approved.has(id)) assert.equal(state, 'approved');
        if (state === 'pending')
          assert.equal((await child.api.call('POST', `/v1/approvals/${id}/approve`, {})).status, 200);
        const { sendStatus } = await settled(place, id, 30_000);
        if (sendStatus?.status !== 'SUCCESS') assert.equal(sendStatus?.reason, 'uncertain');
      }
    }
    const got = await received(place);
    assert.ok(got.every(({ attempts }) => attempts === 1));
    assert.equal(new Set(got.map(({ text }) => text)).size, got.length);
    const { items } = await child.api.get<{ items: { result: string; operation: string }[] }>('/v1/audit?limit=500');
    assert.ok(items.filter(({ operation }) => operation === 'approvals.approve').length >= ids.length);
  });
});

/** Posts all of it in one packet, so that the server has each before it has done anything for the one before. @returns the statuses */
async function pipelined(url: string, posts: readonly (readonly [path: string, body: unknown])[]): Promise<number[]> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answers = '';
  socket.on('data', (chunk) => {
    answers += chunk.toString();
  });
  const requests = posts.map(([path, body]) => {
    const text = JSON.stringify(body);
    return `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${testToken}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
  });
  socket.write(requests.join(''));
  try {
    const all = () => [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
    return await eventually(all, ({ length }) => length === posts.length);
  } finally {
    socket.destroy();
  }
}
