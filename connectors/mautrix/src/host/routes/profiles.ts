/** Profiles of the bot, of ghosts and of the owner. */

import { type Fields, fields } from '@partyline/matrix-content';
import { tellProfile } from '../changes.ts';
import type { Homeserver } from '../homeserver.ts';
import { MatrixError } from '../matrix-error.ts';
import type { Call, Route } from '../router.ts';

export function profileRoutes(homeserver: Homeserver): Route[] {
  const { db, profiles, identities } = homeserver;
  const subject = ({ path }: Call): string => {
    const mxid = path('user');
    if (!identities.mayActAs(mxid)) throw new MatrixError(403, 'M_FORBIDDEN', 'Not a user of this bridge');
    return mxid;
  };
  const change = (mxid: string, how: () => boolean): Fields => {
    db.transaction(() => how() && tellProfile(homeserver, mxid));
    return {};
  };
  const whole = async (call: Call) => {
    const profile = await call.body();
    return change(subject(call), () => profiles.replace(subject(call), profile));
  };
  return [
    { method: 'GET', path: '/v3/profile/:user', handle: ({ path }) => profiles.get(path('user')) },
    {
      method: 'GET',
      path: '/v3/profile/:user/:field',
      handle({ path }) {
        const value = profiles.get(path('user'))[path('field')];
        // Not 404: a bridge would not set the field then.
        return value === undefined ? {} : { [path('field')]: value };
      },
    },
    {
      method: 'PUT',
      path: '/v3/profile/:user/:field',
      async handle(call) {
        const value = (await call.body())[call.path('field')] ?? null;
        return change(subject(call), () => profiles.merge(subject(call), { [call.path('field')]: value }));
      },
    },
    {
      method: 'DELETE',
      path: '/v3/profile/:user/:field',
      handle: (call) => change(subject(call), () => profiles.merge(subject(call), { [call.path('field')]: null })),
    },
    {
      method: 'PATCH',
      path: '/v3/profile/:user',
      async handle(call) {
        const changes = fields(await call.body());
        return change(subject(call), () => profiles.merge(subject(call), changes));
      },
    },
    { method: 'PUT', path: '/v3/profile/:user', handle: whole },
    { method: 'PUT', path: '/unstable/com.beeper.msc4437/profile/:user', handle: whole },
  ];
}
