/** What is there on the server for the calls to name, and what is made anew for calls that end or change it. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Partyline } from '@partyline/client';
import type { NewAccessToken, Policy } from '@partyline/protocol';
import { addSandboxAccount, sandboxBridge } from '../support/sandbox.ts';
import { TOKEN } from '../support/server.ts';
import { until } from '../support/until.ts';
import { form } from './form.ts';

/** Path parameters by name, as they go over the wire. */
export type IDs = Readonly<Record<string, string>>;

/** Parts of a call. */
interface Parts {
  readonly params?: IDs;
  readonly body?: unknown;
}

/** Nothing in this chat happens by itself: the contact only listens. */
const quietContact = 'silent';
const thumbsUp = '👍';
/** Taken, and never called: it leads to this machine. */
export const uselessURL = 'https://localhost:1/hook';

export class Things {
  /** One of each kind. They stay as they are. */
  readonly standing: IDs;
  /** A message that waits for the owner's approval: it is named as one that waits to be sent is. */
  readonly proposal: IDs;
  /** The sandbox's group, where things may change. */
  readonly otherChatID: string;
  readonly #client: Partyline;
  readonly #url: string;
  readonly #dataDir: string;
  #names = 0;

  private constructor(
    url: string,
    dataDir: string,
    client: Partyline,
    standing: IDs,
    proposal: IDs,
    otherChatID: string,
  ) {
    this.#url = url;
    this.#dataDir = dataDir;
    this.#client = client;
    this.standing = standing;
    this.proposal = proposal;
    this.otherChatID = otherChatID;
  }

  static async make(url: string, dataDir: string): Promise<Things> {
    const client = new Partyline({ accessToken: TOKEN, baseURL: url });
    const { accountID, loginID = '' } = await addSandboxAccount(url, 'standing');
    const { id: chatID } = await client.chats.start({ accountID, user: { id: quietContact } });
    const messageID = await sent(client, chatID);
    await client.chats.messages.reactions.add(messageID, { chatID, reactionKey: thumbsUp });
    const label = await client.labels.create({ name: 'standing' });
    await client.chats.labels.attach(label.id, { chatID });
    const { uploadID } = await client.assets.upload({ file: new Blob(['x']) });
    const { id: webhookID } = await client.webhooks.create({ url: uselessURL });
    const standing = {
      accountID,
      loginID,
      bridgeID: sandboxBridge,
      url: `localmxc://partyline/${uploadID}`,
      chatID,
      messageID,
      reactionKey: encodeURIComponent(thumbsUp),
      labelID: label.id,
      pendingMessageID: await scheduled(client, chatID),
      webhookID,
      deadLetterID: givenUp(dataDir, webhookID),
      setupRequestID: await startSetup(url),
      tokenID: (await newToken(url)).id,
      ...(await newSession(client)),
    };
    const lobby = await until('the lobby is there', async () => {
      const { items } = await client.chats.search({ type: 'group' });
      return items.find((chat) => chat.accountID === accountID);
    });
    return new Things(url, dataDir, client, standing, await proposed(url, chatID), lobby.id);
  }

  /** What the operation needs to succeed, besides what stands. */
  async expendable(operationID: string): Promise<Parts> {
    const name = `expendable-${++this.#names}`;
    const client = this.#client;
    const elsewhere = { ...this.standing, chatID: this.otherChatID };
    switch (operationID) {
      case 'accounts.delete':
      case 'accounts.reconnect':
      case 'bridges.logins.remove': {
        const { accountID, loginID = '' } = await addSandboxAccount(this.#url, name);
        return { params: { ...this.standing, accountID, loginID } };
      }
      case 'accounts.imports.create': {
        const accountID = await newArchive(client, name);
        return { params: { ...this.standing, accountID } };
      }
      case 'bridges.loginSessions.cancel':
      case 'bridges.loginSessions.steps.submit': {
        const params = { ...this.standing, ...(await newSession(client)) };
        return { params, body: { type: 'user_input', fields: { username: name, password: 'any' } } };
      }
      case 'assets.upload':
        return { body: form.body };
      case 'sandbox.command':
        return { body: { delayMs: 0 } };
      case 'chats.delete': {
        const accountID = this.standing['accountID'] ?? '';
        const group = { accountID, type: 'group', participantIDs: [quietContact], title: name } as const;
        return { params: { ...this.standing, chatID: (await client.chats.create(group)).id } };
      }
      case 'labels.create':
        return { body: { name } };
      case 'labels.update':
        return { body: { name }, params: { ...this.standing, labelID: (await client.labels.create({ name })).id } };
      case 'labels.delete':
        return { params: { ...this.standing, labelID: (await client.labels.create({ name })).id } };
      case 'chats.labels.detach':
        await client.chats.labels.attach(this.standing['labelID'] ?? '', elsewhere);
        return { params: elsewhere };
      case 'messages.update':
      case 'messages.delete':
      case 'messages.reactions.add':
      case 'messages.reactions.delete':
      case 'messages.reactions.deleteByKey': {
        const messageID = await sent(client, this.otherChatID);
        if (operationID.startsWith('messages.reactions.delete')) {
          await client.chats.messages.reactions.add(messageID, { ...elsewhere, reactionKey: thumbsUp });
        }
        return { params: { ...elsewhere, messageID } };
      }
      case 'outbox.cancel':
        return { params: { ...this.standing, pendingMessageID: await scheduled(client, this.otherChatID) } };
      case 'outbox.retry':
        return { params: { ...this.standing, pendingMessageID: await this.#stuck('refuser', 'failed') } };
      case 'outbox.confirm':
        return { params: { ...this.standing, pendingMessageID: await this.#stuck('unsure', 'uncertain') } };
      case 'tokens.revoke':
        return { params: { ...this.standing, tokenID: (await newToken(this.#url)).id } };
      case 'approvals.approve':
      case 'approvals.refuse':
        return { params: { ...this.standing, ...(await proposed(this.#url, this.otherChatID)) } };
      case 'webhooks.update':
      case 'webhooks.delete':
        return { params: { ...this.standing, webhookID: (await client.webhooks.create({ url: uselessURL })).id } };
      case 'webhooks.deadLetters.discard': {
        const deadLetterID = givenUp(this.#dataDir, this.standing['webhookID'] ?? '');
        return { params: { ...this.standing, deadLetterID } };
      }
      default:
        return /^chats\.|^messages\.send$/.test(operationID) ? { params: elsewhere } : {};
    }
  }

  /** @returns the pending ID of a message to somebody to whom it does not get through */
  async #stuck(contact: string, state: 'failed' | 'uncertain'): Promise<string> {
    const { id: chatID } = await this.#client.chats.start({
      accountID: this.standing['accountID'] ?? '',
      user: { id: contact },
    });
    const { pendingMessageID } = await this.#client.messages.send(chatID, { text: 'Not to get through' });
    return until(`the message is ${state}`, async () => {
      const { items } = await this.#client.outbox.list({ chatID });
      const delivery = items.find((item) => item.pendingMessageID === pendingMessageID);
      return delivery?.state === state ? pendingMessageID : undefined;
    });
  }
}

/** @returns the ID of an own message that arrived */
async function sent(client: Partyline, chatID: string): Promise<string> {
  const { pendingMessageID } = await client.messages.send(chatID, { text: 'Hello' });
  return until('the message is sent', async () => {
    const { id, sendStatus } = await client.messages.retrieve(pendingMessageID, { chatID });
    assert.doesNotMatch(sendStatus?.status ?? '', /^FAIL/);
    return sendStatus?.status === 'SUCCESS' ? id : undefined;
  });
}

/** @returns the pending ID of a message that is to be sent tomorrow */
async function scheduled(client: Partyline, chatID: string): Promise<string> {
  const sendAt = new Date(Date.now() + 24 * 3_600_000).toISOString();
  return (await client.messages.send(chatID, { text: 'Tomorrow', sendAt })).pendingMessageID;
}

async function newToken(url: string, policy?: Policy): Promise<NewAccessToken> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'made', ...(policy !== undefined && { policy }) });
  const response = await fetch(new URL('/v1/tokens', url), { method: 'POST', headers, body });
  return (await response.json()) as NewAccessToken;
}

async function proposed(url: string, chatID: string): Promise<IDs> {
  const { token } = await newToken(url, { approval: true });
  const { pendingMessageID } = await new Partyline({ accessToken: token, baseURL: url }).messages.send(chatID, {
    text: 'May I?',
  });
  return { pendingMessageID };
}

async function startSetup(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/app/setup/start`, { method: 'POST' });
  const started = (await response.json()) as { setupRequestID: string };
  return started.setupRequestID;
}

async function newSession(client: Partyline): Promise<{ loginSessionID: string; stepID: string }> {
  const { loginSessionID, currentStep } = await client.bridges.loginSessions.create(sandboxBridge, { flowID: 'form' });
  return { loginSessionID, stepID: currentStep?.stepID ?? '' };
}

/** A dead letter, which would take days to come about. @returns its ID */
function givenUp(dataDir: string, webhookID: string): string {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'), { timeout: 10_000 });
  try {
    const { lastInsertRowid } = database
      .prepare(
        "insert into webhook_dead_letters (webhook_id, seq, type, subject, at, failed_at, attempts, error) values (?, 1, 'chat.deleted', '!x', 1, 1, 1, 'HTTP 500')",
      )
      .run(webhookID);
    return String(lastInsertRowid);
  } finally {
    database.close();
  }
}

/** @returns the ID of an account that takes imports */
async function newArchive(client: Partyline, name: string): Promise<string> {
  const bridgeID = 'local-archive';
  const { loginSessionID, currentStep } = await client.bridges.loginSessions.create(bridgeID);
  const { account } = await client.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', {
    bridgeID,
    loginSessionID,
    type: 'user_input',
    fields: { name },
  });
  assert.ok(account);
  return account.accountID;
}
