/** Webhooks: where events are posted. */

import type { Partyline } from '@partyline/client';
import type { EventType, Webhook } from '@partyline/protocol';
import { EventType as eventTypes } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat } from '../chat-choice.ts';
import { CliError, exitCodes } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { pickAccount, pickWebhook } from '../match.ts';
import type { Result } from '../result.ts';
import { attemptsTable, outcomeOf, webhooksTable } from '../webhook-text.ts';

export interface AddWebhookOptions {
  readonly type?: readonly string[];
  readonly account?: readonly string[];
  readonly chat?: readonly string[];
  readonly description?: string;
  readonly since?: string;
}

export async function listWebhooks(globals: Globals): Promise<Result> {
  const list = await withClient(globals, ({ client }) => client.webhooks.list());
  return { document: list, text: webhooksTable(list.items, globals) };
}

export function showWebhook(selector: string, globals: Globals): Promise<Result> {
  return withWebhook(selector, globals, async (client, webhook) => {
    const { items } = await client.webhooks.deliveries(webhook.id);
    return {
      document: { ...webhook, deliveries: items },
      text: `${webhooksTable([webhook], globals)}\n\n${attemptsTable(items)}`,
    };
  });
}

export async function addWebhook(url: string, options: AddWebhookOptions, globals: Globals): Promise<Result> {
  const types = options.type?.map(parseType);
  const webhook = await withClient(globals, async ({ client }) => {
    const accounts = options.account === undefined ? [] : await client.accounts.list();
    const accountIDs = options.account?.map((account) => pickAccount(account, accounts, globals.pick).accountID);
    const chats = await Promise.all((options.chat ?? []).map((words) => chosenChat(client, words, globals.pick)));
    return client.webhooks.create({
      url,
      ...(types !== undefined && { types }),
      ...(accountIDs !== undefined && { accountIDs }),
      ...(options.chat !== undefined && { chatIDs: chats }),
      ...(options.description !== undefined && { description: options.description }),
      ...(options.since !== undefined && { since: options.since }),
    });
  });
  return {
    document: webhook,
    text: `${webhooksTable([webhook], globals)}\n\nSigning secret, shown only once:\n\n  ${webhook.secret}`,
  };
}

export function removeWebhook(selector: string, globals: Globals): Promise<Result> {
  return withWebhook(selector, globals, async (client, { id }) => {
    await client.webhooks.delete(id);
    return { document: { removed: id }, text: `Removed ${id}.` };
  });
}

export function switchWebhook(selector: string, isDisabled: boolean, globals: Globals): Promise<Result> {
  return withWebhook(selector, globals, async (client, { id }) => {
    const webhook = await client.webhooks.update(id, { isDisabled });
    return { document: webhook, text: webhooksTable([webhook], globals) };
  });
}

/** Fails with 1 when the receiver does not take it. */
export function testWebhook(selector: string, globals: Globals): Promise<Result> {
  return withWebhook(selector, globals, async (client, { id }) => {
    const attempt = await client.webhooks.test(id);
    return {
      document: attempt,
      text: outcomeOf(attempt),
      exitCode: attempt.delivered ? exitCodes.done : exitCodes.failed,
    };
  });
}

export function rotateWebhook(
  selector: string,
  options: { readonly overlap?: string },
  globals: Globals,
): Promise<Result> {
  const overlapHours = options.overlap === undefined ? undefined : parseHours(options.overlap);
  return withWebhook(selector, globals, async (client, { id }) => {
    const rotated = await client.webhooks.rotateSecret(id, overlapHours === undefined ? {} : { overlapHours });
    const until = rotated.previousSecretUntil;
    const overlap = until === undefined ? 'The old one signs no more.' : `The old one signs too until ${until}.`;
    return { document: rotated, text: `${rotated.secret}\n\nThis signing secret is shown only once. ${overlap}` };
  });
}

export function withWebhook(
  selector: string,
  globals: Globals,
  use: (client: Partyline, webhook: Webhook) => Promise<Result>,
): Promise<Result> {
  return withClient(globals, async ({ client }) =>
    use(client, pickWebhook(selector, (await client.webhooks.list()).items, globals.pick)),
  );
}

/** A full ID is taken as it is: also the chat that is gone has a last event. */
async function chosenChat(client: Partyline, words: string, pick: number | undefined): Promise<string> {
  return words.startsWith('!') ? words : (await chooseChat(client, words, { pick })).id;
}

function parseType(word: string): EventType {
  const type = eventTypes.enum.find((known) => known === word);
  if (type !== undefined) return type;
  throw new CliError('usage', 'usage', `There is no event "${word}"; there are ${eventTypes.enum.join(', ')}.`);
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (text.trim() !== '' && hours >= 0 && hours <= 720) return hours;
  throw new CliError('usage', 'usage', `"${text}" is not a number of hours from 0 to 720.`);
}
