/** `partyline send`: one message, or one for each file. */

import { randomUUID } from 'node:crypto';
import { APIConnectionError, APIUserAbortError, type MessageSendParams, type Partyline } from '@partyline/client';
import type { Chat, MessageAttachmentInput, SendResult } from '@partyline/protocol';
import { withClient } from '../access.ts';
import { chooseChat, titleOf } from '../chat-choice.ts';
import { CliError, interrupted } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import { chooseMessage } from '../message-choice.ts';
import { parseFuture } from '../moment.ts';
import type { Result } from '../result.ts';
import { localFile, upload } from '../send/files.ts';
import { type Followed, follow } from '../send/follow.ts';
import { readText } from '../send/text.ts';
import { notWaitedFor, outcome } from '../send/words.ts';
import { printable } from '../text.ts';

export interface SendOptions {
  /** Paths. */
  readonly file?: readonly string[];
  /** What the files are sent as, where that is not what they are. */
  readonly as?: MessageAttachmentInput['type'];
  readonly replyTo?: string;
  /** When to send it, as people write it. */
  readonly at?: string;
  readonly account?: string;
  readonly idempotencyKey?: string;
  /** False with `--no-wait`. */
  readonly wait: boolean;
}

/** How long the network is waited for. */
const patienceMs = 60_000;
/** Uploads take their time. */
const minutes = 120;
/** Some 40 s: a server that is started anew is back by then. */
const sendRetries = 8;

/** @throws CliError, and nothing was sent, unless its words say something else */
export async function send(
  chatWords: string,
  words: readonly string[],
  options: SendOptions,
  globals: Globals,
): Promise<Result> {
  refuseWhenReadOnly(globals, 'send a message');
  const { file: paths = [], idempotencyKey } = options;
  const sendAt = options.at === undefined ? undefined : parseFuture(options.at, new Date()).toISOString();
  const files = await Promise.all(paths.map(localFile));
  const text = await readText(words, files.length > 0);
  return interruptible(async (signal) => {
    const sending: Sending = { chat: undefined, sent: [], key: idempotencyKey ?? randomUUID(), isUnderWay: false };
    const work = withClient(
      globals,
      async ({ client }) => {
        const chat = await chooseChat(client, chatWords, {
          pick: globals.pick,
          account: options.account,
          toWrite: true,
        });
        if (chat.isReadOnly === true) throw notWritable(chat);
        sending.chat = chat;
        const answered = options.replyTo === undefined ? undefined : await chooseMessage(client, chat, options.replyTo);
        const uploads: MessageAttachmentInput[] = [];
        for (const file of files) {
          const uploadID = await upload(client, file, { json: globals.json, signal });
          uploads.push({ uploadID, ...(options.as !== undefined && { type: options.as }) });
        }
        const common = { sendAt, replyToMessageID: answered?.id };
        const bodies: MessageSendParams[] =
          uploads.length === 0
            ? [{ ...common, text }]
            : // The text goes with the first.
              uploads.map((attachment, index) => ({ ...common, attachment, text: index === 0 ? text : undefined }));
        await sendAll(client, chat, bodies, sending, signal);
        const followed: Followed[] = [];
        for (const one of sending.sent) {
          followed.push(
            options.wait
              ? await follow(client, one, { signal, patienceMs, accountID: chat.accountID })
              : { ...one, state: 'accepted', ...(sendAt !== undefined && { sendAt }) },
          );
        }
        return outcome(followed, chat, globals);
      },
      { minutes },
    );
    return work.catch((error: unknown) => {
      throw inContext(error, sending, globals);
    });
  });
}

/** How far it is. */
interface Sending {
  chat: Chat | undefined;
  readonly sent: SendResult[];
  readonly key: string;
  /** The server may have a message that is not in `sent`. */
  isUnderWay: boolean;
}

async function sendAll(
  client: Partyline,
  chat: Chat,
  bodies: readonly MessageSendParams[],
  sending: Sending,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, body] of bodies.entries()) {
    const idempotencyKey = index === 0 ? sending.key : `${sending.key}-${index + 1}`;
    sending.isUnderWay = true;
    const { chatID, pendingMessageID } = await client.messages.send(chat.id, body, {
      idempotencyKey,
      maxRetries: sendRetries,
      signal,
    });
    sending.isUnderWay = false;
    sending.sent.push({ chatID, pendingMessageID });
  }
}

/** Whatever goes wrong, the person is told what is sent and what is not. */
function inContext(error: unknown, sending: Sending, globals: Globals): unknown {
  const { chat, sent, key, isUnderWay } = sending;
  const details = { messages: sent };
  const accepted = sent.map(({ pendingMessageID }) => pendingMessageID).join(', ');
  const before = sent.length === 0 ? '' : ` Accepted before, and going out: ${accepted}.`;
  const isAbort = error instanceof APIUserAbortError;
  if (isUnderWay && (isAbort || error instanceof APIConnectionError)) {
    const again = `Repeat the same command with --idempotency-key ${key}: it stays one message.`;
    const why = isAbort ? 'Given up before the server answered.' : `${error.message}.`.replace(/\?\.$/, '?');
    const text = `${why} It is not known whether the server took the message.${before} ${again}`;
    return new CliError(isAbort ? 'interrupted' : 'notReady', 'answer_lost', text, { ...details, idempotencyKey: key });
  }
  if (isAbort && sent.length > 0 && chat !== undefined) return notWaitedFor(sent, chat, globals);
  if (isAbort) return interrupted('Cancelled. Nothing was sent.');
  if (sent.length === 0 || error instanceof CliError || !(error instanceof Error)) return error;
  return new CliError('failed', 'partly_sent', `${error.message}${before}`, details);
}

const notWritable = (chat: Chat): CliError =>
  new CliError('failed', 'not_writable', `You cannot write in ${printable(titleOf(chat))}. Nothing was sent.`, {
    chatID: chat.id,
  });
