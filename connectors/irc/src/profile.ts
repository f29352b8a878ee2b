import type { Profile } from '@partyline/connector';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** The ID is what the person signed in as and stays the same while the network calls them something else. */
export function profileOf(session: Session, settings: Settings): Profile {
  const signedInAs = settings.auth === 'sasl' ? (session.account ?? settings.account) : settings.nick;
  return { id: signedInAs, username: session.nick, fullName: settings.realname };
}
