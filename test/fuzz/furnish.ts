/** A world with something of each kind in it, and tokens of each kind for it. */

import { Partyline } from '@partyline/client';
import type { NewAccessToken, Policy } from '@partyline/protocol';
import { addSandboxAccount } from '../support/sandbox.ts';
import { TOKEN } from '../support/server.ts';
import { Things } from '../wire/things.ts';
import type { Known } from './requests.ts';

const spareThings = 8;

export async function furnish(url: string, dataDir: string): Promise<Known> {
  const client = new Partyline({ accessToken: TOKEN, baseURL: url });
  const { standing, otherChatID } = await Things.make(url, dataDir);
  const { accountID = '', chatID = '', messageID = '', labelID = '', pendingMessageID = '' } = standing;
  const made = async (policy?: Policy, scopes: ('read' | 'write')[] = ['read', 'write']) => {
    const body = JSON.stringify({ name: 'of this round', scopes, ...(policy !== undefined && { policy }) });
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const response = await fetch(new URL('/v1/tokens', url), { method: 'POST', headers, body });
    return (await response.json()) as NewAccessToken;
  };
  const approved = await made({ accountIDs: [accountID], approval: true });
  const tokens = {
    full: (await made()).token,
    'read-only': (await made(undefined, ['read'])).token,
    'of an account': (await made({ accountIDs: [accountID] })).token,
    'of a chat': (await made({ chatIDs: [chatID], writeChatIDs: [chatID], sendsPerHour: 50 })).token,
    approved: approved.token,
    blind: (await made({ accountIDs: [] })).token,
  };
  const spares = () => Array.from({ length: spareThings }, (_, index) => index);
  const proposer = new Partyline({ accessToken: approved.token, baseURL: url });
  const proposals = await Promise.all(
    spares().map(async (index) => (await proposer.messages.send(chatID, { text: `May I? ${index}` })).pendingMessageID),
  );
  const labels = await Promise.all(
    spares().map(async (index) => (await client.labels.create({ name: `spare ${index}` })).id),
  );
  const groups = await Promise.all(
    spares().map(async (index) => {
      const group = { accountID, type: 'group', participantIDs: ['silent'], title: `Spare ${index}` } as const;
      return (await client.chats.create(group)).id;
    }),
  );
  const { accountID: spareAccount, loginID = '' } = await addSandboxAccount(url, 'spare');
  const revocable = await Promise.all(spares().map(async () => (await made()).id));
  const { cursor } = await client.events.list();
  const localChatID = (await client.chats.retrieve(chatID)).localChatID ?? '';
  const uploads = await Promise.all(
    spares().map(async () => (await client.assets.upload({ file: new Blob(['x']) })).uploadID ?? ''),
  );
  const chats = [chatID, otherChatID, localChatID];
  const byField = {
    accountID: [accountID],
    accountIDs: [accountID, spareAccount],
    chatID: chats,
    chatIDs: chats,
    writeChatIDs: chats,
    messageID: [messageID],
    replyToMessageID: [messageID],
    afterMessageID: [messageID],
    uploadID: uploads,
    url: [standing['url'] ?? ''],
    labelID: [labelID],
    cursor: [messageID, cursor ?? '0.0'],
    since: [cursor ?? 'now', 'now'],
    id: ['silent', 'echo'],
    participantIDs: ['silent', 'echo'],
    reactionKey: ['👍', '🎉'],
    remindAt: ['2999-01-01T00:00:00Z'],
    sendAt: ['2999-01-01T00:00:00Z'],
    expiresAt: ['2999-01-01T00:00:00Z'],
    flowID: ['form'],
    pendingMessageID: [pendingMessageID, ...proposals],
  };
  return {
    ids: standing,
    spares: {
      'accounts.delete': { accountID: [spareAccount] },
      'accounts.reconnect': { accountID: [spareAccount] },
      'accounts.update': { accountID: [spareAccount] },
      'bridges.logins.remove': { loginID: [loginID] },
      'chats.delete': { chatID: groups },
      'labels.delete': { labelID: labels },
      'tokens.revoke': { tokenID: revocable },
      ...Object.fromEntries(
        ['retrieve', 'approve', 'refuse'].map((what) => [`approvals.${what}`, { pendingMessageID: proposals }]),
      ),
    },
    words: { byField, all: [...new Set(Object.values(byField).flat())] },
    tokens,
  };
}
