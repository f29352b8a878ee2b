/** What a token with a policy may do with each operation. One that is not here is refused to it. */

/**
 * | rule | means |
 * |---|---|
 * | `open` | tells nothing of anybody |
 * | `read` | answers what the token sees |
 * | `account` | asks the network of an account, which it must see whole |
 * | `begin` | as `account`, and it must be free to write in any chat that it sees; a group as `say` |
 * | `chat` | changes a chat, in which it must be allowed to write |
 * | `say` | as `chat`, and others are told: it cannot wait for an approval, so it is refused to who needs one |
 * | `send` | as `chat`; the outbox sees to approval and budget |
 * | `waiting` | takes back a message that was not sent, in a chat as above; who needs approval: one that was proposed |
 * | `again` | as `waiting`, and sends: refused to who needs approval or has a budget |
 * | `settle` | says of a message what became of it, in a chat as above; refused to who needs approval |
 * | `upload` | brings a file, which it then sees |
 * | `file` | reads a file that it sees |
 */
export type Rule =
  | 'open'
  | 'read'
  | 'account'
  | 'begin'
  | 'chat'
  | 'say'
  | 'send'
  | 'waiting'
  | 'again'
  | 'settle'
  | 'upload'
  | 'file';

export const rules: Readonly<Record<string, Rule>> = {
  'accounts.list': 'read',
  'accounts.retrieve': 'read',
  'accounts.contacts.search': 'account',
  'accounts.contacts.list': 'account',
  'bridges.list': 'read',
  'bridges.retrieve': 'read',
  'bridges.capabilities': 'open',
  'bridges.loginFlows.list': 'open',
  'chats.list': 'read',
  'chats.search': 'read',
  'chats.retrieve': 'read',
  'chats.create': 'begin',
  'chats.start': 'begin',
  'chats.update': 'chat',
  'chats.archive': 'chat',
  'chats.markRead': 'chat',
  'chats.markUnread': 'chat',
  'chats.notifyAnyway': 'say',
  'chats.reminders.create': 'chat',
  'chats.reminders.delete': 'chat',
  'chats.typing': 'chat',
  'chats.delete': 'say',
  'labels.list': 'read',
  'chats.labels.attach': 'chat',
  'chats.labels.detach': 'chat',
  'messages.list': 'read',
  'messages.search': 'read',
  'messages.retrieve': 'read',
  'messages.send': 'send',
  'messages.update': 'say',
  'messages.delete': 'say',
  'messages.reactions.add': 'say',
  'messages.reactions.delete': 'say',
  'messages.reactions.deleteByKey': 'say',
  'outbox.list': 'read',
  'outbox.cancel': 'waiting',
  'outbox.retry': 'again',
  'outbox.confirm': 'settle',
  'assets.upload': 'upload',
  'assets.uploadBase64': 'upload',
  'assets.download': 'file',
  'assets.serve': 'file',
  'events.list': 'read',
  'events.stream': 'read',
  'events.tickets.create': 'read',
  'search.everything': 'read',
  focus: 'read',
};

/** Of `chats.update`: what the others in the chat are shown, and so is as `say`. */
export const saidOfChats: readonly string[] = ['title', 'description', 'imgURL', 'messageExpirySeconds'];

/** For people who read the documentation, and for the test that holds this table against the catalogue: needs a token without a policy. */
export const onlyWithoutPolicy: readonly string[] = [
  'accounts.update',
  'accounts.delete',
  'accounts.reconnect',
  'accounts.imports.create',
  'bridges.logins.list',
  'bridges.logins.retrieve',
  'bridges.logins.remove',
  'bridges.loginSessions.create',
  'bridges.loginSessions.retrieve',
  'bridges.loginSessions.steps.submit',
  'bridges.loginSessions.cancel',
  'labels.create',
  'labels.update',
  'labels.delete',
  'webhooks.list',
  'webhooks.create',
  'webhooks.retrieve',
  'webhooks.update',
  'webhooks.delete',
  'webhooks.test',
  'webhooks.rotateSecret',
  'webhooks.deliveries.list',
  'webhooks.deadLetters.list',
  'webhooks.deadLetters.replay',
  'webhooks.deadLetters.discard',
  'tokens.list',
  'tokens.create',
  'tokens.revoke',
  'approvals.list',
  'approvals.retrieve',
  'approvals.approve',
  'approvals.refuse',
  'audit.list',
  'sandbox.command',
  'app.setup.recoveryKey.confirm',
  'app.setup.recoveryKey.reset',
  'app.setup.recoveryKey.use',
  'app.setup.verifications.accept',
  'app.setup.verifications.cancel',
  'app.setup.verifications.create',
  'app.setup.verifications.list',
  'app.setup.verifications.qr.confirmScanned',
  'app.setup.verifications.qr.scan',
  'app.setup.verifications.retrieve',
  'app.setup.verifications.sas.confirm',
  'app.setup.verifications.sas.start',
];
