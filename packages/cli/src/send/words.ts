/** What became of messages, for people and for scripts. */

import type { Chat, SendResult } from '@partyline/protocol';
import { shortID, titleOf } from '../chat-choice.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import { momentText } from '../moment.ts';
import { whatToDo } from '../outbox-text.ts';
import type { Result } from '../result.ts';
import { printable } from '../text.ts';
import type { Followed } from './follow.ts';

/** @throws CliError 1 when one of them was not sent, or may not have been */
export function outcome(messages: readonly Followed[], chat: Chat, globals: Globals): Result {
  const text = messages.map((message) => wordsOf(message, chat, globals)).join('\n');
  const bad = messages.find(({ state }) => state === 'failed' || state === 'uncertain');
  const document = { chatID: chat.id, messages };
  if (bad === undefined) return { document, text };
  throw new CliError('failed', bad.state === 'uncertain' ? 'uncertain' : (bad.reason ?? 'not_sent'), text, document);
}

/** The person does not want to wait for it. */
export function notWaitedFor(messages: readonly SendResult[], chat: Chat, globals: Globals): CliError {
  const ids = messages.map(({ pendingMessageID }) => pendingMessageID);
  const text = `Not waited for. The server has the message and sends it by itself: ${ids.join(', ')}. What became of it: ${lookUp(ids[0] ?? '', chat, globals)}`;
  return new CliError('interrupted', 'not_waited_for', text, { messages });
}

/** Where one looks up later what became of a message. */
const lookUp = (id: string, chat: Chat, globals: Globals): string =>
  hint(`outbox show ${id} --chat ${quotedID(shortID(chat))}`, globals);

export function wordsOf(followed: Followed, chat: Chat, globals: Globals): string {
  const { state, messageID, pendingMessageID: id, sendAt, message, accountStatus } = followed;
  const to = `to ${printable(titleOf(chat))}`;
  const on = sendAt === undefined ? '' : ` on ${momentText(new Date(sendAt))}`;
  const takeBack = `Take it back: ${hint(`outbox cancel ${id}`, globals)}`;
  const whatNow = whatToDo(id, state === 'uncertain', globals);
  switch (state) {
    case 'sent':
      return `Sent ${to} (message ${printable(messageID ?? id)}).`;
    case 'scheduled':
      return `To be sent ${to}${on} (message ${id}).\n${takeBack}`;
    case 'waiting':
      return `Accepted, and waiting for the network (message ${id}): the account ${printable(chat.accountID)} is ${accountStatus}, and it goes out ${to} when that is connected again. See \`${hint('accounts list', globals)}\`.\n${takeBack}`;
    case 'awaiting_approval':
      return `Waiting for the owner's approval (message ${id}): before that it is not sent ${to}. The owner decides with \`${hint(`approvals approve ${id}`, globals)}\`.`;
    case 'accepted':
      return `Accepted (message ${id}): it goes out ${to}${on} by itself. What became of it: ${lookUp(id, chat, globals)}`;
    case 'failed':
      return `Not sent ${to} (message ${id}): ${printable(message ?? 'the network refused it.')}\n${whatNow}`;
    case 'uncertain':
      return `It is not known whether the message was sent ${to} (message ${id}). Look at the chat elsewhere first.\n${whatNow}`;
  }
}

const quotedID = (id: string): string => (/^\d+$/.test(id) ? id : `'${id}'`);
