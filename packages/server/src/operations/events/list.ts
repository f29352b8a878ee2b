import { EventPage } from '@partyline/protocol';
import { Type } from 'typebox';
import { JsonText, operation } from '../operation.ts';
import { eventQuery, filterOf, startOf } from './event-query.ts';

/** Additive. Long poll; events are JSON already, so they are put together as text. */
export const listEvents = operation({
  id: 'events.list',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Read what changed since a cursor, or follow it',
  description:
    'Every visible change, oldest first, from any `cursor` on: nothing is left out and nothing comes twice. Without `since` it answers the newest ' +
    'cursor and no items; hand that back as `since`, with `wait` to be answered as soon as something happens. A cursor the log no longer reaches ' +
    'back to is refused with 410 and `details.oldestCursor`. With `Accept: text/event-stream` the answer is a stream of server-sent events: `id` is ' +
    'the cursor, `event` the type, `data` the Event; the header `Last-Event-ID` goes before `since`. With `typing=true` such a stream also has events ' +
    '`chat.typing` (TypingChanged) without an `id`: who is typing in a chat now.',
  scope: 'read',
  query: Type.Object({
    ...eventQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
    wait: Type.Optional(
      Type.Number({ minimum: 0, maximum: 25, default: 0, description: 'Seconds to wait while there is nothing' }),
    ),
  }),
  response: EventPage,
  eventStream: true,
  errors: ['CURSOR_GONE'],
  async handle({ services: { stream }, caller: { owner }, query }) {
    const { limit = 100, wait = 0 } = query;
    const start = startOf(query);
    const after = await stream.positionOf(start ?? 'now');
    const { wanted } = await filterOf(query, owner, stream.resolveChatID);
    const waitMs = start === undefined ? 0 : wait * 1_000;
    const { events, through } = await stream.page({ owner, after, limit, waitMs, wanted });
    const hasMore = through < stream.feed.head();
    const items = events.map(({ json }) => json).join(',');
    return new JsonText(
      `{"items":[${items}],"cursor":${JSON.stringify(stream.feed.cursorOf(through))},"hasMore":${hasMore}}`,
    );
  },
});
