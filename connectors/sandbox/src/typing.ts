import type { Host, JsonObject } from '@partyline/connector';
import type { Account } from './account.ts';
import { senderOf } from './chats.ts';
import type { TypingCommand } from './commands.ts';
import { checkKnown, checkMember } from './who.ts';

/** Somebody begins to type, or stops. It is told once, to who is connected. Throws when there is nobody like that in the chat. */
export async function typing(account: Account, host: Host, command: TypingCommand): Promise<JsonObject> {
  const { contact, chat = contact, isTyping = true, timeoutMs } = command;
  checkKnown(contact);
  const place = account.chats.get(chat);
  checkMember(place, contact);
  const about = { kind: 'typing', chatID: place.id, sender: senderOf(contact), isTyping } as const;
  await host.ingest([account.addressed(timeoutMs === undefined ? about : { ...about, timeoutMs })]);
  return { isTyping };
}
