/** Refusals of commands that name somebody who is not there. */

import type { Chat } from './chats.ts';
import { characterOf, characters } from './contacts.ts';

export function checkKnown(contact: string): void {
  if (characterOf(contact) !== undefined) return;
  const known = characters.map((one) => one.contact.id).join(', ');
  throw new Error(`The sandbox has no contact "${contact}". It has: ${known}.`);
}

export function checkMember({ id, memberIDs }: Chat, contact: string): void {
  if (memberIDs.includes(contact)) return;
  throw new Error(`"${contact}" is not in the chat "${id}". In it are: ${memberIDs.join(', ')}.`);
}
