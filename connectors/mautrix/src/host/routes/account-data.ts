/** Account data of the owner: mutes, tags, direct chats. */

import { type Fields, fields } from '@partyline/matrix-content';
import { tellRoom } from '../changes.ts';
import type { Homeserver } from '../homeserver.ts';
import { notFound } from '../matrix-error.ts';
import type { Call, Route } from '../router.ts';

export function accountDataRoutes(homeserver: Homeserver): Route[] {
  const { db, accountData, rooms } = homeserver;
  const set = (user: string, room: string, type: string, content: Fields): Fields => {
    db.transaction(() => {
      accountData.set(user, room, type, content);
      tellRoom(homeserver, rooms.get(room));
    });
    return {};
  };
  const tags = ({ path }: Call): Fields => fields(accountData.get(path('user'), path('room'), 'm.tag')?.['tags']);
  const setTags = (call: Call, next: Fields) => set(call.path('user'), call.path('room'), 'm.tag', { tags: next });
  const read = (user: string, room: string, type: string): Fields => {
    const content = accountData.get(user, room, type);
    if (content === undefined) throw notFound('Account data');
    return content;
  };
  return [
    {
      method: 'GET',
      path: '/v3/user/:user/account_data/:type',
      handle: ({ path }) => read(path('user'), '', path('type')),
    },
    {
      method: 'PUT',
      path: '/v3/user/:user/account_data/:type',
      handle: async ({ path, body }) => set(path('user'), '', path('type'), await body()),
    },
    {
      method: 'GET',
      path: '/v3/user/:user/rooms/:room/account_data/:type',
      handle: ({ path }) => read(path('user'), path('room'), path('type')),
    },
    {
      method: 'PUT',
      path: '/v3/user/:user/rooms/:room/account_data/:type',
      handle: async ({ path, body }) => set(path('user'), path('room'), path('type'), await body()),
    },
    { method: 'GET', path: '/v3/user/:user/rooms/:room/tags', handle: (call) => ({ tags: tags(call) }) },
    {
      method: 'PUT',
      path: '/v3/user/:user/rooms/:room/tags/:tag',
      handle: async (call) => setTags(call, { ...tags(call), [call.path('tag')]: await call.body() }),
    },
    {
      method: 'DELETE',
      path: '/v3/user/:user/rooms/:room/tags/:tag',
      handle(call) {
        const { [call.path('tag')]: _, ...others } = tags(call);
        return setTags(call, others);
      },
    },
    {
      method: 'PUT',
      path: '/v3/pushrules/global/room/:room',
      handle: ({ actor, path }) => set(actor, path('room'), 'com.beeper.mute', { muted_until: -1 }),
    },
    {
      method: 'DELETE',
      path: '/v3/pushrules/global/room/:room',
      handle: ({ actor, path }) => set(actor, path('room'), 'com.beeper.mute', {}),
    },
  ];
}
