import { refOf } from './account.ts';
import { senderOf } from './chats.ts';
import type { SayCommand } from './commands.ts';
import type { Controls } from './controls.ts';
import { pieces } from './media.ts';
import { checkKnown, checkMember } from './who.ts';

/** Who writes on another device of the own person. */
const ME = 'me';

/** Somebody writes. @returns the message's native ID. Throws when there is nobody like that, or nobody to write to. */
export function say(controls: Controls, command: SayCommand): string {
  const { contact, chat = contact, text, html, mentions, replyTo, media } = command;
  if (contact !== ME) checkKnown(contact);
  if (contact === ME && command.chat === undefined) throw new Error(`Say in which "chat" "${ME}" writes.`);
  // Who is not connected would not get it before they are, and the tests that wait for it would wait for ever.
  const { ended } = controls.connected;
  ended.throwIfAborted();
  const account = controls.account(command.account);
  const place = account.chats.get(chat);
  if (contact !== ME) checkMember(place, contact);
  const message = account.message(refOf(place), contact === ME ? account.self : senderOf(contact), {
    text,
    ...(html === undefined ? {} : { html }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(media === undefined ? {} : { attachments: media.map((name) => pieces[name].attachment) }),
  });
  account.post(message);
  return message.id;
}
