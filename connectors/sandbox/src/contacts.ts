/** The people of the sandbox, the same for every account, and what each of them does with a message. */

import type { Contact, SendError } from '@partyline/connector';
import { echoes, editsAnswer, type Habit, reacts, reads, removesAnswer, repliesWithPicture } from './habits.ts';
import { pieces } from './media.ts';
import { refused, refusedForNow, unconfirmed } from './refusals.ts';

export interface Character {
  readonly contact: Contact;
  /** Not in the address book; a search finds them. */
  readonly isUnlisted?: boolean;
  /** What they do when somebody writes to them; absent = nothing. */
  readonly habit?: Habit;
  /** The longest text they take, in UTF-16 units; absent = the network's own limit. */
  readonly maxTextLength?: number;
  /** Thrown for every message sent to them. */
  readonly refusal?: () => SendError;
  /** They read the message although the sending fails. */
  readonly readsRefused?: boolean;
}

/** Phone numbers are from the range that is kept for fiction. */
export const characters: readonly Character[] = [
  {
    contact: person('echo', 'Echo', { phoneNumber: '+12025550101', email: 'echo@sandbox.invalid' }),
    habit: echoes(1),
  },
  {
    contact: person('slow', 'Slow Echo', { phoneNumber: '+12025550102', imgRef: pieces.animation.attachment.ref }),
    habit: echoes(5),
  },
  { contact: person('silent', 'Silent', { email: 'silent@sandbox.invalid' }) },
  {
    contact: person('refuser', 'Refuser'),
    refusal: () => refused('refused', 'Refuser takes no messages. Nothing was sent.'),
  },
  {
    contact: person('busy', 'Busy'),
    refusal: () => refusedForNow('busy', 'Busy cannot take messages now. Nothing was sent; try again later.'),
  },
  {
    contact: person('unsure', 'Unsure'),
    readsRefused: true,
    refusal: () => unconfirmed('The sandbox did not confirm the message. It may have arrived.'),
  },
  {
    contact: { ...person('herald', 'Herald'), cannotMessage: true },
    refusal: () => refused('cannot_message', 'Herald only writes. Nothing was sent.'),
  },
  { contact: person('terse', 'Terse'), isUnlisted: true, maxTextLength: 40 },
  { contact: person('fan', 'Fan'), isUnlisted: true, habit: reacts },
  { contact: person('fickle', 'Fickle'), isUnlisted: true, habit: editsAnswer },
  { contact: person('shy', 'Shy'), isUnlisted: true, habit: removesAnswer },
  {
    contact: person('painter', 'Painter', { imgRef: pieces.picture.attachment.ref }),
    isUnlisted: true,
    habit: repliesWithPicture,
  },
  { contact: person('reader', 'Reader'), isUnlisted: true, habit: reads },
];

/** Everybody the address book holds. */
export const addressBook: readonly Contact[] = characters
  .filter(({ isUnlisted }) => isUnlisted !== true)
  .map(({ contact }) => contact);

export function characterOf(id: string): Character | undefined {
  return characters.find(({ contact }) => contact.id === id);
}

/** Whose ID, user name or name has the query in it, whose mail address is it, or whose number has the same digits. */
export function matching(query: string): Contact[] {
  const wanted = query.trim().toLowerCase();
  const digits = /^\+?[\d\s()-]+$/.test(wanted) ? wanted.replace(/\D/g, '') : '';
  if (wanted === '') return [];
  return characters
    .map(({ contact }) => contact)
    .filter(({ id, username, fullName, email, phoneNumber }) => {
      const named = [id, username, fullName].some((name) => name?.toLowerCase().includes(wanted.replace(/^@/, '')));
      return named || email === wanted || (digits !== '' && phoneNumber === `+${digits}`);
    });
}

function person(id: string, fullName: string, more: Pick<Contact, 'phoneNumber' | 'email' | 'imgRef'> = {}): Contact {
  return { id, username: id, fullName, ...more };
}
