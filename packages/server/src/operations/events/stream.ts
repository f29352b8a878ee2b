import { Type } from 'typebox';
import type { Operation } from '../operation.ts';
import { type Checked, eventQuery, filterOf, startOf } from './event-query.ts';

/** The other answer of `GET /v1/events`, for the door that can stream: a Readable of server-sent events. `events.list` describes it. */
export const streamEvents: Operation = {
  id: 'events.stream',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Follow events',
  scope: 'read',
  query: Type.Object(eventQuery),
  async run({ stream }, caller, input) {
    if (caller === undefined) throw new Error('events.stream was run without a caller');
    // The validator has proven that it fits.
    const query = input.query as Checked;
    const after = await stream.positionOf(startOf(query) ?? 'now');
    return stream.events(caller, { after, ...(await filterOf(query, caller.owner, stream.resolveChatID)) });
  },
};
