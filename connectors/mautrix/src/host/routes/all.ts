/** The whole route table. */

import type { Homeserver } from '../homeserver.ts';
import type { Route } from '../router.ts';
import { accountDataRoutes } from './account-data.ts';
import { eventRoutes } from './events.ts';
import { identityRoutes } from './identity.ts';
import { mediaRoutes } from './media.ts';
import { profileRoutes } from './profiles.ts';
import { roomRoutes } from './rooms.ts';

export function allRoutes(homeserver: Homeserver): Route[] {
  return [
    ...identityRoutes(homeserver),
    ...profileRoutes(homeserver),
    ...roomRoutes(homeserver),
    ...eventRoutes(homeserver),
    ...accountDataRoutes(homeserver),
    ...mediaRoutes(homeserver),
  ];
}
