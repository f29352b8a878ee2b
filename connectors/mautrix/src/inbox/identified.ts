/** What a person can be reached by: bridges tell it as URIs such as `tel:+15550100`, `mailto:`, or of a scheme of the network's own. */

import type { Profile } from '@partyline/connector';
import { list, text } from '@partyline/matrix-content';

export function identified(identifiers: unknown): Pick<Profile, 'username' | 'phoneNumber' | 'email'> {
  const uris = list(identifiers).flatMap((uri) => text(uri) ?? []);
  const after = (scheme: string) => uris.find((uri) => uri.startsWith(scheme))?.slice(scheme.length);
  const phoneNumber = after('tel:');
  const email = after('mailto:');
  const username = uris.find((uri) => !/^(tel|mailto):/.test(uri))?.replace(/^[a-z][a-z0-9+.-]*:/i, '');
  return {
    ...(phoneNumber !== undefined && { phoneNumber }),
    ...(email !== undefined && { email }),
    ...(username !== undefined && { username }),
  };
}
