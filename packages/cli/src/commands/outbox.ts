/** Messages that were accepted and not sent yet. */

import { APIUserAbortError, NotFoundError, type Partyline } from '@partyline/client';
import type { Chat, Delivery } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat, titleOf } from '../chat-choice.ts';
import { confirmed } from '../confirmed.ts';
import { CliError } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { offered } from '../not-offered.ts';
import { deliveryText, outboxTable, type Waiting } from '../outbox-text.ts';
import type { Result } from '../result.ts';
import { fateOf, follow } from '../send/follow.ts';
import { notWaitedFor, outcome, wordsOf } from '../send/words.ts';
import { printable } from '../text.ts';

interface OfChat {
  readonly chat?: string;
}

/** How long the network is waited for. */
const patienceMs = 60_000;

export async function listOutbox(options: OfChat, globals: Globals): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const chat = await chatOf(client, options, globals);
    const items = await deliveries(client, chat?.id);
    const titles = new Map<string, string>(chat === undefined ? [] : [[chat.id, titleOf(chat)]]);
    const waiting: Waiting[] = [];
    for (const delivery of items) {
      const { chatID } = delivery;
      const chatTitle = titles.get(chatID) ?? titleOf(await client.chats.retrieve(chatID));
      titles.set(chatID, chatTitle);
      waiting.push({ delivery, chatTitle });
    }
    return { document: { items }, text: outboxTable(waiting, globals) };
  });
}

/** One that waits; with its chat also one that was sent meanwhile. */
export async function showDelivery(id: string, options: OfChat, globals: Globals): Promise<Result> {
  return withClient(globals, async ({ client }) => {
    const chat = await chatOf(client, options, globals);
    const delivery = (await deliveries(client, chat?.id)).find(({ pendingMessageID }) => pendingMessageID === id);
    if (delivery !== undefined) {
      const chatTitle = titleOf(chat ?? (await client.chats.retrieve(delivery.chatID)));
      return { document: delivery, text: deliveryText({ delivery, chatTitle }, globals) };
    }
    if (chat === undefined) throw notWaiting(id);
    const message = await client.messages.retrieve(id, { chatID: chat.id });
    const followed = { chatID: chat.id, pendingMessageID: id, ...(fateOf(message) ?? { state: 'accepted' as const }) };
    if (message.isDeleted === true) {
      const text = `Not sent to ${printable(titleOf(chat))}: ${printable(followed.message ?? 'it was deleted.')}`;
      return { document: followed, text };
    }
    return { document: followed, text: wordsOf(followed, chat, globals) };
  });
}

export async function retryDelivery(
  id: string,
  options: { readonly yes?: boolean; readonly wait: boolean },
  globals: Globals,
): Promise<Result> {
  refuseWhenReadOnly(globals, 'send a message again');
  return interruptible((signal) =>
    withClient(globals, async ({ client }) => {
      const before = await find(client, id);
      const chat = await client.chats.retrieve(before.chatID);
      if (before.state === 'uncertain' && options.yes !== true) {
        const question = {
          action: `send ${id} again`,
          consequences: `It is not known whether the message was sent to ${printable(titleOf(chat))}. If it was, it will be there twice: look at the chat elsewhere first.`,
          message: 'Send it again?',
        };
        await confirmed(question, signal, globals);
      }
      const delivery = await client.outbox.retry(id, { signal });
      const sent = { chatID: delivery.chatID, pendingMessageID: id };
      if (!options.wait) return outcome([{ ...sent, state: 'accepted' }], chat, globals);
      try {
        const { accountID } = delivery;
        return outcome([await follow(client, sent, { signal, patienceMs, accountID })], chat, globals);
      } catch (error) {
        throw error instanceof APIUserAbortError ? notWaitedFor([sent], chat, globals) : error;
      }
    }),
  );
}

/** The person has looked. */
export async function confirmDelivery(id: string, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'say that a message arrived');
  return withClient(globals, async ({ client }) => {
    const message = await client.outbox.confirm(id).catch((error: unknown) => {
      throw error instanceof NotFoundError ? notWaiting(id) : error;
    });
    return {
      document: { confirmed: id, messageID: message.id, chatID: message.chatID },
      text:
        message.sendStatus?.status === 'SUCCESS'
          ? `${id} counts as sent (message ${printable(message.id)}).`
          : `That part of ${id} counts as sent, and the rest goes out now.`,
    };
  });
}

/** One that waits for approval is taken back as well. */
export async function cancelDelivery(id: string, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'take a message back');
  return withClient(globals, async ({ client }) => {
    const wasState = (await deliveries(client)).find(({ pendingMessageID }) => pendingMessageID === id)?.state;
    await client.outbox.cancel(id).catch((error: unknown) => {
      throw error instanceof NotFoundError ? notWaiting(id) : error;
    });
    const text =
      wasState === 'uncertain'
        ? `${id} was given up. Nobody knows whether it was sent.`
        : `${id} was taken back. It was not sent.`;
    return { document: { cancelled: id, ...(wasState !== undefined && { wasState }) }, text };
  });
}

async function chatOf(client: Partyline, { chat }: OfChat, { pick }: Globals): Promise<Chat | undefined> {
  return chat === undefined ? undefined : chooseChat(client, chat, { pick });
}

/** @throws CliError when the server has no such call */
async function deliveries(client: Partyline, chatID?: string): Promise<Delivery[]> {
  const items: Delivery[] = [];
  const page = await offered('tells what waits to be sent', client.outbox.list({ chatID, limit: 200 }));
  for await (const delivery of page) items.push(delivery);
  return items;
}

async function find(client: Partyline, id: string): Promise<Delivery> {
  const delivery = (await deliveries(client)).find(({ pendingMessageID }) => pendingMessageID === id);
  if (delivery === undefined) throw notWaiting(id);
  return delivery;
}

const notWaiting = (id: string): CliError =>
  new CliError(
    'nothingMatched',
    'nothing_matched',
    `Nothing waits under ${printable(id)}: it was sent, or taken back. With --chat, \`outbox show\` says which.`,
  );
