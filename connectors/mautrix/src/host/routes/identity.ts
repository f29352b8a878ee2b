/** Start of a bridge: versions, registration, who am I. */

import { text } from '@partyline/matrix-content';
import type { Homeserver } from '../homeserver.ts';
import { MatrixError } from '../matrix-error.ts';
import type { Route } from '../router.ts';
import { maxUploadBytes } from './media.ts';

/** What this host can do beyond the specification; each changes what bridges ask of it. */
const abilities = [
  'com.beeper.batch_sending',
  'com.beeper.room_create_autojoin_invites',
  'com.beeper.room_yeeting',
  'com.beeper.arbitrary_profile_meta',
  'com.beeper.account_data_mute',
  'com.beeper.inbox_state',
  'com.beeper.arbitrary_member_change',
  'com.beeper.msc4169',
  'com.beeper.msc4437',
];

export function identityRoutes({ identities, repeats }: Homeserver): Route[] {
  return [
    {
      method: 'GET',
      path: '/versions',
      handle() {
        // Bridges ask for it once, when they start, before anything else.
        repeats.began();
        return {
          versions: Array.from({ length: 11 }, (_, index) => `v1.${index + 1}`),
          unstable_features: Object.fromEntries(abilities.map((name) => [name, true])),
        };
      },
    },
    {
      method: 'POST',
      path: '/v3/register',
      async handle({ body }) {
        const localpart = text((await body())['username']);
        const mxid = `@${localpart}:${identities.bot.split(':')[1]}`;
        if (localpart === undefined || !identities.mayActAs(mxid))
          throw new MatrixError(400, 'M_EXCLUSIVE', 'Not a user of this bridge');
        return { user_id: mxid };
      },
    },
    { method: 'GET', path: '/v3/account/whoami', handle: ({ actor }) => ({ user_id: actor }) },
    {
      method: 'GET',
      path: '/v3/capabilities',
      // Rooms of version 12 have creators above all power levels, which a bridge would then not set for its bot.
      handle: () => ({ capabilities: { 'm.room_versions': { default: '11', available: { '11': 'stable' } } } }),
    },
    { method: 'GET', path: '/v1/media/config', handle: () => ({ 'm.upload.size': maxUploadBytes }) },
  ];
}
