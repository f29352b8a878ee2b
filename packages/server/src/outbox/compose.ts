/** From what a caller asks for to what can be sent: everything that can be refused is refused here, before anything happens. */

import {
  ApiError,
  type ChatCapabilities,
  invalidValue,
  type MessageAttachmentInput,
  notFound,
} from '@partyline/protocol';
import { htmlToText, markdownToHTML } from '@partyline/rich-text';
import type { AccountFacts } from '../inbox/account-facts.ts';
import type { ChatRow } from '../inbox/chat-rows.ts';
import { capabilitiesOf } from '../inbox/chat-views.ts';
import { findMessage } from '../inbox/message-rows.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { type AttachmentParts, fileOf } from './compose-attachment.ts';
import type { DeliveryRequest } from './delivery-rows.ts';

/** Contract 3.5. */
export interface SendInput {
  readonly text?: string | undefined;
  readonly replyToMessageID?: string | undefined;
  readonly attachment?: MessageAttachmentInput | undefined;
  readonly mentions?: readonly string[] | undefined;
  readonly disableLinkPreview?: boolean | undefined;
}

export interface Composed {
  readonly request: DeliveryRequest;
  /** The network takes no such file: its address is sent instead, made in the transaction of the send. */
  readonly asLink: boolean;
}

export interface ComposeParts extends AttachmentParts {
  readonly store: Store;
}

/** @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED` or `VALIDATION_ERROR`, in words */
export async function compose(
  parts: ComposeParts,
  chat: ChatRow,
  account: AccountFacts,
  input: SendInput,
): Promise<Composed> {
  const capabilities = capabilitiesOf(chat, account.capabilities);
  if (chat.read_only === 1) throw new ApiError('NOT_SUPPORTED', 'You cannot write in this chat. Nothing was sent.');
  const html = input.text === undefined ? '' : markdownToHTML(input.text);
  const text = htmlToText(html);
  if (text.trim() === '' && input.attachment === undefined) {
    throw invalidValue(['body', 'text'], 'A message needs a text or an attachment. Nothing was sent.', 'missing');
  }
  checkLength(text, capabilities, account);
  const replyTo =
    input.replyToMessageID === undefined
      ? undefined
      : await replyOf(parts.store.read, chat, input.replyToMessageID, capabilities, account);
  const file =
    input.attachment === undefined
      ? undefined
      : await fileOf(parts, chat, input.attachment, text, capabilities, account);
  return {
    request: {
      text,
      html,
      senderID: account.userID,
      ...(replyTo !== undefined && { replyTo }),
      ...(input.mentions !== undefined && { mentions: input.mentions }),
      ...(file !== undefined && { attachment: file.attachment, shown: file.view }),
      ...(input.disableLinkPreview !== undefined && { disableLinkPreview: input.disableLinkPreview }),
    },
    asLink: file?.asLink ?? false,
  };
}

export function checkLength(text: string, { maxTextLength }: ChatCapabilities, account: AccountFacts): void {
  if (maxTextLength === undefined || text.length <= maxTextLength) return;
  throw invalidValue(
    ['body', 'text'],
    `The text is ${text.length - maxTextLength} characters too long for ${account.network}, which takes ${maxTextLength}. Nothing was sent.`,
    'too_big',
  );
}

async function replyOf(
  db: Transaction,
  chat: ChatRow,
  messageID: string,
  capabilities: ChatCapabilities,
  account: AccountFacts,
): Promise<DeliveryRequest['replyTo']> {
  const message = await findMessage(db, chat.id, messageID);
  if (message === undefined) throw notFound('The message to reply to was');
  if ((capabilities.reply ?? 0) <= 0) {
    throw new ApiError('NOT_SUPPORTED', `${account.network} knows no replies. Nothing was sent.`);
  }
  if (message.remote_id === null) {
    throw new ApiError('CONFLICT', 'The message to reply to has no ID at the network yet. Nothing was sent.');
  }
  return { id: message.remote_id, senderID: message.sender_id, text: htmlToText(message.text) };
}
