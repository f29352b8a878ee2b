import { test } from 'node:test';
import { assertRequests, type Calls } from './calls.ts';

const chat = { chatID: '!c:irc' };
const message = '/v1/chats/!c%3Airc/messages/1';

/** Every call on chats, messages, labels, assets, webhooks and the outbox that sends and gets JSON, with the request it must make. */
const calls: Calls = [
  [(c) => c.search({ query: 'a&b' }), 'GET /v1/search?query=a%26b'],
  [(c) => c.focus(), 'POST /v1/focus', {}],
  [(c) => c.focus({ ...chat, messageID: '1' }), 'POST /v1/focus', { ...chat, messageID: '1' }],

  [(c) => c.tokens.list(), 'GET /v1/tokens'],
  [
    (c) => c.tokens.create({ name: 'n', policy: { chatIDs: ['1'] } }),
    'POST /v1/tokens',
    { name: 'n', policy: { chatIDs: ['1'] } },
  ],
  [(c) => c.tokens.revoke('tok_1'), 'DELETE /v1/tokens/tok_1'],
  [(c) => c.approvals.list({ state: 'pending' }), 'GET /v1/approvals?state=pending'],
  [(c) => c.approvals.retrieve('m1'), 'GET /v1/approvals/m1'],
  [(c) => c.approvals.approve('m1'), 'POST /v1/approvals/m1/approve', {}],
  [(c) => c.approvals.approve('m1', { text: 't' }), 'POST /v1/approvals/m1/approve', { text: 't' }],
  [(c) => c.approvals.refuse('m1', { reason: 'r' }), 'POST /v1/approvals/m1/refuse', { reason: 'r' }],
  [(c) => c.audit.list({ tokenID: 'tok_1', direction: 'after' }), 'GET /v1/audit?tokenID=tok_1&direction=after'],

  [
    (c) => c.accounts.imports.create('a', { chat: { id: 'c', type: 'group', title: 't' } }),
    'POST /v1/accounts/a/imports',
    { chat: { id: 'c', type: 'group', title: 't' } },
  ],

  [(c) => c.chats.list(), 'GET /v1/chats'],
  [(c) => c.chats.list({ accountIDs: ['a', 'b'], limit: 2 }), 'GET /v1/chats?accountIDs=a&accountIDs=b&limit=2'],
  [
    (c) => c.chats.search({ query: 'x', scope: 'titles', unreadOnly: true, includeMuted: null }),
    'GET /v1/chats/search?query=x&scope=titles&unreadOnly=true&includeMuted=',
  ],
  [(c) => c.chats.retrieve('!c:irc'), 'GET /v1/chats/!c%3Airc'],
  [(c) => c.chats.retrieve('1', { maxParticipantCount: -1 }), 'GET /v1/chats/1?maxParticipantCount=-1'],
  [
    (c) => c.chats.create({ accountID: 'a', type: 'single', participantIDs: ['p'] }),
    'POST /v1/chats',
    { accountID: 'a', type: 'single', participantIDs: ['p'] },
  ],
  [
    (c) => c.chats.start({ accountID: 'a', user: { email: 'e' } }),
    'POST /v1/chats/start',
    { accountID: 'a', user: { email: 'e' } },
  ],
  [(c) => c.chats.update('1', { draft: null }), 'PATCH /v1/chats/1', { draft: null }],
  [(c) => c.chats.delete('1'), 'DELETE /v1/chats/1'],
  [(c) => c.chats.delete('!c:irc', { forEveryone: true }), 'DELETE /v1/chats/!c%3Airc?forEveryone=true'],
  [(c) => c.chats.archive('1'), 'POST /v1/chats/1/archive', {}],
  [(c) => c.chats.archive('1', { archived: false }), 'POST /v1/chats/1/archive', { archived: false }],
  [(c) => c.chats.markRead('1'), 'POST /v1/chats/1/read', {}],
  [(c) => c.chats.markRead('1', { messageID: '2' }), 'POST /v1/chats/1/read', { messageID: '2' }],
  [(c) => c.chats.markUnread('1', { messageID: '2' }), 'POST /v1/chats/1/unread', { messageID: '2' }],
  [(c) => c.chats.notifyAnyway('1'), 'POST /v1/chats/1/notify-anyway', {}],
  [(c) => c.chats.typing('1', { state: 'paused' }), 'POST /v1/chats/1/typing', { state: 'paused' }],
  [
    (c) => c.chats.reminders.create('1', { reminder: { remindAt: 't' } }),
    'POST /v1/chats/1/reminders',
    { reminder: { remindAt: 't' } },
  ],
  [(c) => c.chats.reminders.delete('1'), 'DELETE /v1/chats/1/reminders'],
  [(c) => c.chats.labels.attach('l', chat), 'PUT /v1/chats/!c%3Airc/labels/l'],
  [(c) => c.chats.labels.detach('l', chat), 'DELETE /v1/chats/!c%3Airc/labels/l'],

  [(c) => c.messages.list('1'), 'GET /v1/chats/1/messages'],
  [
    (c) => c.messages.list('1', { cursor: '5', direction: 'after', limit: 3 }),
    'GET /v1/chats/1/messages?cursor=5&direction=after&limit=3',
  ],
  [
    (c) => c.messages.search({ query: '', chatIDs: ['1', '!c:irc'], mediaTypes: ['image'], sender: 'me' }),
    'GET /v1/messages/search?query=&chatIDs=1&chatIDs=%21c%3Airc&mediaTypes=image&sender=me',
  ],
  [(c) => c.messages.retrieve('1', chat), `GET ${message}`],
  [(c) => c.messages.send('1', { text: 'hi' }), 'POST /v1/chats/1/messages', { text: 'hi' }],
  [(c) => c.messages.update('1', { ...chat, text: 'ho' }), `PUT ${message}`, { text: 'ho' }],
  [(c) => c.messages.delete('1', chat), `DELETE ${message}`],
  [(c) => c.messages.delete('1', { ...chat, forEveryone: false }), `DELETE ${message}?forEveryone=false`],
  [
    (c) => c.chats.messages.reactions.add('1', { ...chat, reactionKey: '👍' }),
    `POST ${message}/reactions`,
    { reactionKey: '👍' },
  ],
  [
    (c) => c.chats.messages.reactions.delete('👍', { ...chat, messageID: '1' }),
    `DELETE ${message}/reactions/%F0%9F%91%8D`,
  ],

  [(c) => c.labels.list(), 'GET /v1/labels'],
  [(c) => c.labels.create({ name: 'n' }), 'POST /v1/labels', { name: 'n' }],
  [(c) => c.labels.update('l', { name: 'n' }), 'PATCH /v1/labels/l', { name: 'n' }],
  [(c) => c.labels.delete('l'), 'DELETE /v1/labels/l'],

  [
    (c) => c.assets.uploadBase64({ content: 'eA==', fileName: 'x' }),
    'POST /v1/assets/upload/base64',
    { content: 'eA==', fileName: 'x' },
  ],
  [(c) => c.assets.download({ url: 'mxc://a/b' }), 'POST /v1/assets/download', { url: 'mxc://a/b' }],

  [(c) => c.outbox.list({ chatID: '1' }), 'GET /v1/outbox?chatID=1'],
  [(c) => c.outbox.cancel('m1'), 'DELETE /v1/outbox/m1'],
  [(c) => c.outbox.retry('m1'), 'POST /v1/outbox/m1/retry'],
  [(c) => c.outbox.confirm('m1'), 'POST /v1/outbox/m1/confirm'],

  [(c) => c.webhooks.list(), 'GET /v1/webhooks'],
  [
    (c) => c.webhooks.create({ url: 'u', types: ['chat.deleted'] }),
    'POST /v1/webhooks',
    { url: 'u', types: ['chat.deleted'] },
  ],
  [(c) => c.webhooks.retrieve('w'), 'GET /v1/webhooks/w'],
  [(c) => c.webhooks.update('w', { chatIDs: null }), 'PATCH /v1/webhooks/w', { chatIDs: null }],
  [(c) => c.webhooks.delete('w'), 'DELETE /v1/webhooks/w'],
  [(c) => c.webhooks.test('w'), 'POST /v1/webhooks/w/test'],
  [(c) => c.webhooks.rotateSecret('w'), 'POST /v1/webhooks/w/rotate-secret', {}],
  [(c) => c.webhooks.rotateSecret('w', { overlapHours: 1 }), 'POST /v1/webhooks/w/rotate-secret', { overlapHours: 1 }],
  [(c) => c.webhooks.deliveries('w'), 'GET /v1/webhooks/w/deliveries'],
  [(c) => c.webhooks.deadLetters.list('w', { limit: 2 }), 'GET /v1/webhooks/w/dead-letters?limit=2'],
  [
    (c) => c.webhooks.deadLetters.replay('w', { deadLetterIDs: ['1'] }),
    'POST /v1/webhooks/w/dead-letters/replay',
    { deadLetterIDs: ['1'] },
  ],
  [(c) => c.webhooks.deadLetters.discard('1', { webhookID: 'w' }), 'DELETE /v1/webhooks/w/dead-letters/1'],
];

test('every call makes its request', (t) => assertRequests(t, calls));
