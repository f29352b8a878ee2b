/** The people of the sandbox, the same for every account, and what each of them does with a message. */

import { type Contact, SendError } from '@partyline/connector';

export interface Character {
  readonly contact: Contact;
  /** After how many reply times (`replyMs`) they answer with the same text; absent = never. */
  readonly answersAfter?: number;
  /** Thrown for every message sent to them. */
  readonly refusal?: () => SendError;
  /** They read the message although the sending fails. */
  readonly readsRefused?: boolean;
}

/** Phone numbers are from the range that is kept for fiction. */
export const characters: readonly Character[] = [
  {
    contact: person('echo', 'Echo', { phoneNumber: '+12025550101', email: 'echo@sandbox.invalid' }),
    answersAfter: 1,
  },
  { contact: person('slow', 'Slow Echo', { phoneNumber: '+12025550102' }), answersAfter: 5 },
  { contact: person('silent', 'Silent', { email: 'silent@sandbox.invalid' }) },
  {
    contact: person('refuser', 'Refuser'),
    refusal: () => failure('certain', false, 'refused', 'Refuser takes no messages. Nothing was sent.'),
  },
  {
    contact: person('busy', 'Busy'),
    refusal: () =>
      failure('certain', true, 'busy', 'Busy cannot take messages now. Nothing was sent; try again later.'),
  },
  {
    contact: person('unsure', 'Unsure'),
    readsRefused: true,
    refusal: () =>
      failure('uncertain', false, 'no_answer', 'The sandbox did not confirm the message. It may have arrived.'),
  },
  {
    contact: { ...person('herald', 'Herald'), cannotMessage: true },
    refusal: () => failure('certain', false, 'cannot_message', 'Herald only writes. Nothing was sent.'),
  },
];

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

function person(id: string, fullName: string, reachable: Pick<Contact, 'phoneNumber' | 'email'> = {}): Contact {
  return { id, username: id, fullName, ...reachable };
}

function failure(outcome: 'certain' | 'uncertain', retriable: boolean, reason: string, message: string): SendError {
  return new SendError({ outcome, retriable, reason, message });
}
