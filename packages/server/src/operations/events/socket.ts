import { ServerFrame, type SocketShape, SubscriptionsSet } from '@partyline/protocol';
import { Type } from 'typebox';

/** Contract 3.12 and websocket.md; `since`, `ticket`, `typing` and the cursors are additive. */
export const eventSocket = {
  id: 'events.connect',
  path: '/v1/ws',
  tag: 'Events',
  summary: 'Follow events over a WebSocket',
  description:
    'Send `subscriptions.set` with the chats to follow, or `*`. Without `since` only what happens from then on is told. With the `cursor` of an earlier ' +
    'frame as `since` (or `now`), what came after it is told first, then what happens: nothing left out, nothing twice. While nothing is subscribed such a ' +
    'connection keeps its place. A cursor the log no longer reaches back to gets an error frame `CURSOR_GONE` and close code 4410: fetch chats and ' +
    'messages anew and go on from `details.newestCursor`. Other codes: 1000 when the server stops, 1008 when the token no longer counts, 1011 when the ' +
    'log could not be read, 1013 for a reader that is too slow. With `typing=true` frames `chat.typing` say who is typing in the chats that are followed, ' +
    'beginning with who is when they are subscribed: of the moment alone, without `seq` and `cursor`.',
  scope: 'read',
  query: Type.Object({
    since: Type.Optional(Type.String({ minLength: 1, description: 'The cursor to go on from, or `now`' })),
    typing: Type.Optional(Type.Boolean({ description: 'Also tell who is typing' })),
    ticket: Type.Optional(
      Type.String({ minLength: 1, description: 'From `POST /v1/ws/tickets`, instead of a token in a header' }),
    ),
  }),
  receives: SubscriptionsSet,
  sends: ServerFrame,
} as const satisfies SocketShape;
