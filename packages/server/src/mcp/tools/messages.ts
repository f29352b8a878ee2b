import { EditResult, Message, MessagePage, ReactionAdded, ReactionRemoved, SendResult } from '@partyline/protocol';
import { Type } from 'typebox';
import { deleteMessage } from '../../operations/messages/delete.ts';
import { editMessage } from '../../operations/messages/edit.ts';
import { listMessages } from '../../operations/messages/list.ts';
import { addReaction } from '../../operations/messages/reaction-add.ts';
import { removeReaction } from '../../operations/messages/reaction-remove.ts';
import { retrieveMessage } from '../../operations/messages/retrieve.ts';
import { sendMessage } from '../../operations/messages/send.ts';
import { messageLines } from '../text/message-lines.ts';
import { pageNote } from '../text/paging.ts';
import { tool } from '../tool.ts';
import { chatID, cutOf, maxTextLength, messageID, paging } from './arguments.ts';
import { FileInput, uploaded } from './files.ts';

export const messagesOf = tool({
  name: 'list_messages',
  title: 'List messages',
  description: 'Messages of a chat, the newest page first.',
  scope: 'read',
  input: Type.Object({
    chatID,
    ...paging,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 20 })),
    maxTextLength,
  }),
  output: MessagePage,
  async run(desk, { chatID: id, maxTextLength: most, ...query }) {
    const page = await desk.ask(listMessages, MessagePage, { params: { chatID: id }, query });
    const lines = messageLines(page.items, cutOf(most));
    return { text: `# Messages\n${pageNote(page, 'messages')}\n\n${lines}`.trim(), structured: page };
  },
});

export const getMessage = tool({
  name: 'get_message',
  title: 'Get a message',
  description:
    'One message: what another one answers, or what became of one that was sent. The ID that send_message gave keeps working.',
  scope: 'read',
  input: Type.Object({ chatID, messageID, maxTextLength }),
  output: Message,
  async run(desk, { maxTextLength: most, ...params }) {
    const message = await desk.ask(retrieveMessage, Message, { params });
    return { text: messageLines([message], cutOf(most)), structured: message };
  },
});

export const send = tool({
  name: 'send_message',
  title: 'Send a message',
  description:
    'Sends a message to a chat in the name of the user: Markdown text, a file, or both. What is accepted is kept and sent even if the network is away just now; do not send it again.',
  scope: 'write',
  input: Type.Object({
    chatID,
    text: Type.Optional(Type.String({ maxLength: 500_000, description: 'Markdown' })),
    replyToMessageID: Type.Optional(messageID),
    attachment: Type.Optional(FileInput),
    transactionID: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'The same one again sends nothing again' }),
    ),
  }),
  output: Type.Object({ ...SendResult.properties, message: Type.Optional(Message) }),
  async run(desk, { chatID: id, attachment, ...body }) {
    const file = attachment === undefined ? {} : { attachment: await uploaded(desk, attachment) };
    const result = await desk.ask(sendMessage, SendResult, { params: { chatID: id }, body: { ...body, ...file } });
    const { pendingMessageID } = result;
    const message = await desk.ask(retrieveMessage, Message, { params: { chatID: id, messageID: pendingMessageID } });
    return { text: outcome(message), structured: { ...result, message } };
  },
});

function outcome({ id, sendStatus }: Message): string {
  switch (sendStatus?.status) {
    case 'PENDING':
      if (sendStatus.reason === 'approval')
        return `The message (${id}) waits for the user's approval, and is sent if they approve it. Do not send it again; get_message tells what became of it.`;
      return `The message (${id}) is kept and goes out as soon as the network takes it. Do not send it again.`;
    case 'FAIL_RETRIABLE':
    case 'FAIL_PERMANENT':
      return `The message (${id}) was not sent: ${sendStatus.message ?? sendStatus.reason ?? 'the network refused it'}.`;
    default:
      return `The message was sent (messageID: ${id}).`;
  }
}

const message = { chatID, messageID };

export const edit = tool({
  name: 'edit_message',
  title: 'Edit a message',
  description: "Changes the text of one of the user's own messages, where the network can.",
  scope: 'write',
  idempotent: true,
  destructive: true,
  input: Type.Object({ ...message, text: Type.String({ minLength: 1, maxLength: 500_000, description: 'Markdown' }) }),
  output: EditResult,
  async run(desk, { text, ...params }) {
    const edited = await desk.ask(editMessage, EditResult, { params, body: { text } });
    return { text: 'The message is changed.', structured: edited };
  },
});

export const unsend = tool({
  name: 'delete_message',
  title: 'Delete a message',
  description: 'Deletes a message, for everyone where the network can, or only for the user.',
  scope: 'write',
  idempotent: true,
  destructive: true,
  input: Type.Object({ ...message, forEveryone: Type.Optional(Type.Boolean({ default: true })) }),
  async run(desk, { forEveryone = true, ...params }) {
    await desk.tell(deleteMessage, { params, query: { forEveryone } });
    return { text: 'The message is deleted.' };
  },
});

const reactionKey = Type.String({ minLength: 1, maxLength: 200, description: 'An emoji, or a key of the network' });

export const react = tool({
  name: 'add_reaction',
  title: 'React to a message',
  description: 'Adds a reaction of the user to a message.',
  scope: 'write',
  idempotent: true,
  input: Type.Object({ ...message, reactionKey }),
  output: ReactionAdded,
  async run(desk, { reactionKey: key, ...params }) {
    const added = await desk.ask(addReaction, ReactionAdded, { params, body: { reactionKey: key } });
    return { text: `Reacted with ${key}.`, structured: added };
  },
});

export const unreact = tool({
  name: 'remove_reaction',
  title: 'Take a reaction back',
  description: "Takes one of the user's own reactions back.",
  scope: 'write',
  idempotent: true,
  input: Type.Object({ ...message, reactionKey }),
  output: ReactionRemoved,
  async run(desk, params) {
    const removed = await desk.ask(removeReaction, ReactionRemoved, { params });
    return { text: 'The reaction is taken back.', structured: removed };
  },
});
