/** What a token is held to, as options of the command line and as people read it. */

import type { Policy } from '@partyline/protocol';
import { CliError } from './exit.ts';
import { printable } from './text.ts';

export interface PolicyOptions {
  readonly account?: readonly string[];
  readonly chat?: readonly string[];
  readonly writeChat?: readonly string[];
  readonly sendsPerHour?: string;
  readonly approve?: boolean;
}

/** @param accountIDs those that the options name. @returns undefined when the options say nothing */
export function policyOf(options: PolicyOptions, accountIDs: readonly string[] | undefined): Policy | undefined {
  const policy: Policy = {
    ...(accountIDs !== undefined && { accountIDs: [...accountIDs] }),
    ...(options.chat !== undefined && { chatIDs: [...options.chat] }),
    ...(options.writeChat !== undefined && { writeChatIDs: [...options.writeChat] }),
    ...(options.sendsPerHour !== undefined && { sendsPerHour: parseCount(options.sendsPerHour) }),
    ...(options.approve === true && { approval: true }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
}

/** What it may do, as parts of a sentence. */
export function policyWords({ accountIDs, chatIDs, writeChatIDs, sendsPerHour, approval }: Policy): string[] {
  const list = (ids: readonly string[]) => ids.map(printable).join(', ');
  const seen = [
    ...(accountIDs === undefined || accountIDs.length === 0 ? [] : [`accounts ${list(accountIDs)}`]),
    ...(chatIDs === undefined || chatIDs.length === 0 ? [] : [`chats ${list(chatIDs)}`]),
  ];
  return [
    ...(accountIDs === undefined && chatIDs === undefined ? [] : [`sees ${seen.join(' and ') || 'nothing'}`]),
    ...(writeChatIDs === undefined ? [] : [`writes in ${list(writeChatIDs) || 'no chat'}`]),
    ...(sendsPerHour === undefined ? [] : [`sends ${sendsPerHour} messages an hour at most`]),
    ...(approval === true ? ['sends what you approve'] : []),
  ];
}

function parseCount(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 100_000) return Number(text);
  throw new CliError('usage', 'usage', `"${text}" is not a number of messages from 0 to 100000.`);
}
