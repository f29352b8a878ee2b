/** What is filled in for a new token, and what it means to the server. Plain TypeScript: Node runs its test. */

import type { AccessTokenInput, Policy } from '@partyline/protocol';
import type { ChosenChat } from '../parts/ChatChooser.tsx';

export interface TokenForm {
  readonly name: string;
  readonly access: 'read' | 'write';
  /** Days, or `never`. */
  readonly expiry: string;
  readonly sees: 'all' | 'some';
  readonly accountIDs: readonly string[];
  readonly chats: readonly ChosenChat[];
  readonly writes: 'all' | 'some';
  readonly writeChats: readonly ChosenChat[];
  /** As typed; empty for no limit. */
  readonly sends: string;
  readonly approval: boolean;
}

export const emptyTokenForm: TokenForm = {
  name: '',
  access: 'write',
  expiry: '90',
  sees: 'all',
  accountIDs: [],
  chats: [],
  writes: 'all',
  writeChats: [],
  sends: '',
  approval: false,
};

export type TokenProblem =
  | { readonly field: 'name' | 'sees' | 'sends' | 'writes' }
  /** It does not see a chat that it is to write in. */
  | { readonly field: 'unseen'; readonly title: string };

/** The first thing that is wrong, from the top. */
export function problemOf(form: TokenForm): TokenProblem | undefined {
  if (form.name.trim() === '') return { field: 'name' };
  if (form.sees === 'some' && form.accountIDs.length === 0 && form.chats.length === 0) return { field: 'sees' };
  if (form.access === 'read') return undefined;
  if (form.writes === 'some') {
    if (form.writeChats.length === 0) return { field: 'writes' };
    const unseen = form.sees === 'some' && form.writeChats.find((chat) => !isSeen(chat, form));
    if (unseen) return { field: 'unseen', title: unseen.title };
  }
  return isCount(form.sends) ? undefined : { field: 'sends' };
}

const isSeen = ({ id, accountID }: ChosenChat, { accountIDs, chats }: TokenForm): boolean =>
  accountIDs.includes(accountID) || chats.some((chat) => chat.id === id);

const isCount = (text: string): boolean =>
  text.trim() === '' || (/^\d{1,6}$/.test(text.trim()) && Number(text) <= 100_000);

/** @param form one without a problem. @param now milliseconds since the epoch */
export function tokenInputOf(form: TokenForm, now: number): AccessTokenInput {
  const policy = policyOf(form);
  return {
    name: form.name.trim(),
    scopes: form.access === 'read' ? ['read'] : ['read', 'write'],
    ...(form.expiry !== 'never' && { expiresAt: new Date(now + Number(form.expiry) * 86_400_000).toISOString() }),
    ...(Object.keys(policy).length > 0 && { policy }),
  };
}

function policyOf({ access, sees, accountIDs, chats, writes, writeChats, sends, approval }: TokenForm): Policy {
  const seen: Policy = sees === 'all' ? {} : { accountIDs: [...accountIDs], chatIDs: chats.map(({ id }) => id) };
  if (access === 'read') return seen;
  return {
    ...seen,
    ...(writes === 'some' && { writeChatIDs: writeChats.map(({ id }) => id) }),
    ...(sends.trim() !== '' && { sendsPerHour: Number(sends) }),
    ...(approval && { approval }),
  };
}
