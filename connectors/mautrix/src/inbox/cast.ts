/** Who the Matrix users of a login's rooms are. */

import type { ChatParticipant, Profile, Sender } from '@partyline/connector';
import { type Fields, type People, text } from '@partyline/matrix-content';
import type { Homeserver } from '../host/homeserver.ts';
import { OWNER } from '../identities.ts';
import { identified } from './identified.ts';
import { withPicture } from './picture.ts';

export interface Cast extends People {
  sender(mxid: string): Sender;
  /** Undefined for those who are nobody on the network. */
  participant(mxid: string): ChatParticipant | undefined;
  profile(mxid: string): Profile | undefined;
}

/** @param login the bridge's ID of the login, under which its person is known too */
export function castOf({ identities, profiles }: Pick<Homeserver, 'identities' | 'profiles'>, login: string): Cast {
  const userID = (mxid: string) => (mxid === OWNER ? login : identities.ghostID(mxid));
  const profile = (mxid: string): Profile | undefined => {
    const id = userID(mxid);
    return id === undefined ? undefined : { id, ...told(profiles.get(mxid)) };
  };
  return {
    userID,
    mxid: (id) => (id === login ? OWNER : identities.ghost(id)),
    profile,
    participant(mxid) {
      const known = profile(mxid);
      const isNetworkBot = profiles.get(mxid)['com.beeper.bridge.is_network_bot'] === true;
      return known && { ...known, ...(known.id === login && { isSelf: true }), ...(isNetworkBot && { isNetworkBot }) };
    },
    sender(mxid) {
      // The bridge's bot speaks where the network itself has something to say.
      const id = userID(mxid) ?? mxid;
      const name = text(profiles.get(mxid)['displayname']);
      return { id, ...(name !== undefined && { name }), isSelf: id === login };
    },
  };
}

function told(profile: Fields): Omit<Profile, 'id'> {
  const fullName = text(profile['displayname']);
  return {
    ...(fullName !== undefined && { fullName }),
    ...identified(profile['com.beeper.bridge.identifiers']),
    ...withPicture(profile['avatar_url']),
  };
}
