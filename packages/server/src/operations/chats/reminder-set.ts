import { invalid, ReminderInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { ChatPath } from './chat-id.ts';
import { timeOf } from './fields.ts';

const place = ['body', 'reminder', 'remindAt'];

/** Contract 3.4. */
export const setReminder = operation({
  id: 'chats.reminders.create',
  method: 'POST',
  path: '/v1/chats/{chatID}/reminders',
  tag: 'Chats',
  summary: 'Be reminded of a chat',
  description:
    'At that time the chat becomes unread and leaves the archive, and the event `reminder.due` is in the log; after a restart too. ' +
    'With `dismissOnIncomingMessage` the next message of somebody else clears it.',
  scope: 'write',
  params: ChatPath,
  body: ReminderInput,
  handle: async ({ services, caller, params, body }) => {
    const { remindAt, remindAtMs, dismissOnIncomingMessage = false } = body.reminder;
    const at = timeOf(remindAt, place) ?? remindAtMs;
    if (at === undefined) throw refusal('missing', 'reminder.remindAt is needed');
    if (!(at > services.reminders.now())) throw refusal('too_small', 'reminder.remindAt must be in the future');
    if (at > latest) throw refusal('too_big', 'reminder.remindAt must be before the year 10000');
    await services.reminders.set(caller.owner, params.chatID, {
      at: Math.trunc(at),
      untilReply: dismissOnIncomingMessage,
    });
    return undefined;
  },
});

/** What an ISO time of four digits for the year can say. */
const latest = Date.UTC(9999, 11, 31, 23, 59, 59);

const refusal = (code: string, message: string) => invalid([{ code, message, path: place }], message);
