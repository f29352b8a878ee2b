/** Messages, redactions, history, receipts and typing of a bridge. */

import { type Fields, fields, flag, list, text } from '@partyline/matrix-content';
import { OWNER } from '../../identities.ts';
import type { RoomEvent } from '../../store/events.ts';
import { addEvent, addHistory, tellRead } from '../changes.ts';
import { newEventID } from '../event-ids.ts';
import type { Homeserver } from '../homeserver.ts';
import { MatrixError, notFound } from '../matrix-error.ts';
import type { Call, Route } from '../router.ts';
import type { TypingWord } from '../typing-news.ts';
import { roomOf, soundTime, timeOf } from './rooms.ts';

export function eventRoutes(homeserver: Homeserver): Route[] {
  const { db, events, repeats, transactions } = homeserver;

  const send = (call: Call, type: string, content: Fields): Fields => {
    const room = roomOf(homeserver, call);
    const name = [call.actor, room.id, type, call.path('txn')];
    const add = (): string => {
      const event: RoomEvent = { id: newEventID(), room: room.id, sender: call.actor, type, ts: timeOf(call), content };
      const known = repeats.of(event);
      if (known === undefined) addEvent(homeserver, room, event);
      return known ?? event.id;
    };
    return { event_id: db.transaction(() => transactions.once(name, add)) };
  };

  const receipts = (call: Call, reader: string, markers: Fields): Fields => {
    const room = roomOf(homeserver, call);
    db.transaction(() => tellRead(homeserver, room, reader, markers));
    return {};
  };

  return [
    {
      method: 'PUT',
      path: '/v3/rooms/:room/send/:type/:txn',
      handle: async (call) => send(call, call.path('type'), await call.body()),
    },
    {
      method: 'PUT',
      path: '/v3/rooms/:room/redact/:event/:txn',
      handle: async (call) => send(call, 'm.room.redaction', { ...(await call.body()), redacts: call.path('event') }),
    },
    {
      method: 'GET',
      path: '/v3/rooms/:room/event/:event',
      handle(call) {
        const event = events.get(call.path('event'));
        if (event === undefined || event.room !== roomOf(homeserver, call).id) throw notFound('Event');
        const { id, room, sender, type, ts, content } = event;
        return { event_id: id, room_id: room, sender, type, origin_server_ts: ts, content };
      },
    },
    {
      method: 'POST',
      path: '/unstable/com.beeper.backfill/rooms/:room/batch_send',
      async handle(call) {
        const asked = await call.body();
        const room = roomOf(homeserver, call);
        const batch = list(asked['events']).map((event) => historic(room.id, fields(event)));
        const notify = flag(asked['send_notification']);
        const isFirst = flag(asked['forward_if_no_messages']) && !events.hasMessages(room.id);
        const older = !flag(asked['forward']) && !isFirst;
        db.transaction(() => {
          addHistory(homeserver, room, { events: batch, older, notify });
          const reader = text(asked['mark_read_by']);
          const last = batch.at(-1);
          if (reader !== undefined && last !== undefined && !older)
            tellRead(homeserver, room, reader, { 'm.read': last.id, 'com.beeper.read.extra': { ts: last.ts } });
        });
        return { event_ids: batch.map(({ id }) => id) };
      },
    },
    {
      method: 'POST',
      path: '/v3/rooms/:room/read_markers',
      handle: async (call) => receipts(call, call.actor, await call.body()),
    },
    {
      method: 'POST',
      path: '/v3/rooms/:room/receipt/:kind/:event',
      handle: (call) => receipts(call, call.actor, { 'm.read': call.path('event') }),
    },
    {
      method: 'PUT',
      path: '/unstable/com.beeper.inbox/user/:user/rooms/:room/inbox_state',
      async handle(call) {
        const { marked_unread, read_markers } = await call.body();
        if (typeof marked_unread === 'boolean')
          homeserver.accountData.set(OWNER, call.path('room'), 'm.marked_unread', { unread: marked_unread });
        return receipts(call, call.path('user'), fields(read_markers));
      },
    },
    {
      method: 'PUT',
      path: '/v3/rooms/:room/typing/:user',
      async handle(call) {
        const { typing, timeout } = await call.body();
        const room = roomOf(homeserver, call);
        const word: TypingWord = {
          room: room.id,
          user: call.path('user'),
          isTyping: flag(typing) === true,
          ...(typeof timeout === 'number' && timeout > 0 && { timeoutMs: timeout }),
        };
        if (room.login !== undefined) homeserver.typing.tell(room.login, word);
        return {};
      },
    },
  ];
}

function historic(room: string, event: Fields): RoomEvent {
  const id = text(event['event_id']);
  const sender = text(event['sender']);
  const type = text(event['type']);
  const ts = event['origin_server_ts'];
  if (id === undefined || sender === undefined || type === undefined || typeof ts !== 'number')
    throw new MatrixError(400, 'M_BAD_JSON', 'An event of the batch lacks its ID, sender, type or time');
  return { id, room, sender, type, ts: soundTime(ts), content: fields(event['content']) };
}
