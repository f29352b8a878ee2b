import { type Event, EventPage, Message } from '@partyline/protocol';
import { Type } from 'typebox';
import { listEvents } from '../../operations/events/list.ts';
import { messageLines } from '../text/message-lines.ts';
import { type Desk, tool } from '../tool.ts';
import { cutOf, IDs, maxTextLength } from './arguments.ts';

/** Of one long poll. */
const pollSeconds = 25;
/** Clients give a call about a minute. */
const maxSeconds = 50;

const Arrived = Type.Object({
  messages: Type.Array(Message),
  cursor: Type.String({ description: 'Hand it back to go on without missing anything' }),
  hasMore: Type.Boolean({ description: 'There is more to read at once' }),
});

export const waitForMessages = tool({
  name: 'wait_for_messages',
  title: 'Wait for messages',
  description:
    'Answers as soon as messages arrive or change, or when the time is over. Hand the cursor of the answer to the next call: nothing in between is missed, not even over a restart of the server.',
  scope: 'read',
  input: Type.Object({
    cursor: Type.Optional(
      Type.String({ minLength: 1, description: 'From an earlier answer; without it: from now on' }),
    ),
    chatIDs: Type.Optional(IDs),
    accountIDs: Type.Optional(IDs),
    includeOwn: Type.Optional(Type.Boolean({ default: false, description: 'Messages of the user too' })),
    timeoutSeconds: Type.Optional(Type.Number({ minimum: 0, maximum: maxSeconds, default: 25 })),
    maxTextLength,
  }),
  output: Arrived,
  async run(desk, { cursor: since = 'now', timeoutSeconds = 25, maxTextLength: most, ...wanted }) {
    const deadline = performance.now() + timeoutSeconds * 1_000;
    let cursor = since;
    for (;;) {
      const wait = Math.max(0, Math.min(pollSeconds, (deadline - performance.now()) / 1_000));
      const page = await poll(desk, cursor, wait, wanted.chatIDs);
      cursor = page.cursor;
      const messages = newest(page.items).filter((message) => isWanted(message, wanted));
      const isOver = performance.now() >= deadline || desk.signal.aborted;
      if (messages.length === 0 && (page.hasMore || !isOver)) continue;
      const next = `Go on with cursor='${cursor}'`;
      const text = messages.length === 0 ? 'Nothing new.' : `# Messages\n\n${messageLines(messages, cutOf(most))}`;
      return { text: `${text}\n\n${next}`, structured: { messages, cursor, hasMore: page.hasMore } };
    }
  },
});

const poll = (desk: Desk, since: string, wait: number, chatIDs: readonly string[] | undefined): Promise<EventPage> =>
  desk.ask(listEvents, EventPage, {
    query: { since, wait, types: ['message.upserted'], ...(chatIDs !== undefined && { chatIDs }) },
  });

/** Each message once, as it is now. */
function newest(events: readonly Event[]): Message[] {
  const byID = new Map<string, Message>();
  for (const event of events)
    if (event.type === 'message.upserted') for (const message of event.entries ?? []) byID.set(message.id, message);
  return [...byID.values()];
}

function isWanted(
  { accountID, isSender, isDeleted }: Message,
  { accountIDs, includeOwn = false }: { readonly accountIDs?: readonly string[]; readonly includeOwn?: boolean },
): boolean {
  if (isDeleted === true || (isSender === true && !includeOwn)) return false;
  return accountIDs === undefined || accountIDs.includes(accountID);
}
