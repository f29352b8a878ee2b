import { ID, MessageAttachmentInput, SendResult, Timestamp } from '@partyline/protocol';
import { Type } from 'typebox';
import { operation } from '../operation.ts';

/** Contract 3.5, with the additive keys of contract 1.7 and `sendAt`. */
export const sendMessage = operation({
  id: 'messages.send',
  method: 'POST',
  path: '/v1/chats/{chatID}/messages',
  tag: 'Messages',
  summary: 'Send a message',
  description:
    'Answers as soon as the message is stored; what becomes of it is told by GET …/messages/{pendingMessageID} and by message.upserted events. While the account is not connected the message waits, in order. The same Idempotency-Key (or transactionID) gives the same answer and one message.',
  scope: 'write',
  params: Type.Object({ chatID: ID }),
  headers: {
    'idempotency-key': Type.String({ minLength: 1, maxLength: 255 }),
    'x-stainless-retry-count': Type.String({ maxLength: 10, description: 'Sent by the official SDKs' }),
  },
  bodyLimit: 1024 * 1024,
  body: Type.Object({
    text: Type.Optional(Type.String({ maxLength: 500_000, description: 'Plain text or Markdown' })),
    replyToMessageID: Type.Optional(ID),
    attachment: Type.Optional(MessageAttachmentInput),
    mentions: Type.Optional(Type.Array(ID, { maxItems: 500 })),
    disableLinkPreview: Type.Optional(Type.Boolean()),
    transactionID: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    sendAt: Type.Optional(Timestamp),
  }),
  response: SendResult,
  errors: ['CONFLICT', 'NOT_SUPPORTED'],
  handle({ services, caller, params, body, headers }) {
    const { transactionID, ...input } = body;
    return services.outbox.send(caller, {
      ...input,
      chatID: params.chatID,
      key: headers['idempotency-key'] ?? transactionID,
      isRetry: Number(headers['x-stainless-retry-count'] ?? 0) > 0,
    });
  },
});
