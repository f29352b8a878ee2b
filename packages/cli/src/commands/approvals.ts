/** Messages that programs want to send, and that wait for the word of the owner. */

import type { Partyline } from '@partyline/client';
import { type Approval, type ApprovalState, ApprovalState as states } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { approvalsTable, approvalText } from '../approval-text.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import type { Result } from '../result.ts';

export async function listApprovals(options: { readonly state?: string }, globals: Globals): Promise<Result> {
  const state = parseState(options.state ?? 'pending');
  return withClient(globals, async ({ client, target }) => {
    const items: Approval[] = [];
    for await (const approval of client.approvals.list(state === undefined ? {} : { state })) items.push(approval);
    return { document: { items }, text: approvalsTable(items, target.url, globals) };
  });
}

export const showApproval = (id: string, globals: Globals): Promise<Result> =>
  about(globals, (client) => client.approvals.retrieve(id));

export const approve = (id: string, options: { readonly text?: string }, globals: Globals): Promise<Result> =>
  about(globals, (client) => client.approvals.approve(id, { ...options }));

export const refuse = (id: string, options: { readonly reason?: string }, globals: Globals): Promise<Result> =>
  about(globals, (client) => client.approvals.refuse(id, { ...options }));

async function about(globals: Globals, ask: (client: Partyline) => Promise<Approval>): Promise<Result> {
  const approval = await withClient(globals, ({ client }) => ask(client));
  return { document: approval, text: approvalText(approval) };
}

/** @returns undefined for all */
function parseState(word: string): ApprovalState | undefined {
  if (word === 'all') return undefined;
  const state = states.enum.find((known) => known === word);
  if (state !== undefined) return state;
  throw new CliError('usage', 'usage', `There is no state "${word}"; there are ${states.enum.join(', ')} and all.`);
}
