/** The Matrix user IDs of one hosted bridge. They never leave this machine, so the domain need not exist. */

import { decodeLocalpart, encodeLocalpart } from '@partyline/matrix-content';

export const DOMAIN = 'partyline.internal';
/** Whoever owns this server, as the bridge knows them. */
export const OWNER = `@owner:${DOMAIN}`;

export interface Identities {
  readonly bot: string;
  readonly botLocalpart: string;
  /** `whatsapp_{{.}}`, as the bridge's configuration wants it. */
  readonly usernameTemplate: string;
  /** The network's own user ID behind a ghost; undefined for anybody else. */
  ghostID(mxid: string): string | undefined;
  ghost(userID: string): string;
  /** Whether the bridge may act as this user. */
  mayActAs(mxid: string): boolean;
}

export function identitiesOf(type: string): Identities {
  const botLocalpart = `${type}bot`;
  const bot = `@${botLocalpart}:${DOMAIN}`;
  const before = `@${type}_`;
  const after = `:${DOMAIN}`;
  const isGhost = (mxid: string) => mxid.startsWith(before) && mxid.endsWith(after);
  return {
    bot,
    botLocalpart,
    usernameTemplate: `${type}_{{.}}`,
    ghostID: (mxid) => (isGhost(mxid) ? decodeLocalpart(mxid.slice(before.length, -after.length)) : undefined),
    ghost: (userID) => `${before}${encodeLocalpart(userID)}${after}`,
    mayActAs: (mxid) => mxid === bot || mxid === OWNER || isGhost(mxid),
  };
}
