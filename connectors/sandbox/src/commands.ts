/** The commands of `control`: their schemas, and how a wrong one is refused. */

import type { JsonObject, NetworkEvent } from '@partyline/connector';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { pieceNames } from './media.ts';
import { sendModes } from './send-faults.ts';
import { statuses } from './statuses.ts';
import { faults, usage } from './usage.ts';

const strict = { additionalProperties: false };
const duration = Type.Integer({ minimum: 0, maximum: 3_600_000 });
const text = Type.String({ minLength: 1, maxLength: 10_000 });
const name = Type.String({ minLength: 1, maxLength: 1_000 });
const time = Type.Union([Type.String(), Type.Integer({ minimum: 0 })]);
/** In a chat of one account; absent = the first account of the login. */
const inChat = { chat: name, account: Type.Optional(name) };

/** What the server makes of it is the server's matter: any object goes. */
const rawEvent = Type.Unsafe<NetworkEvent>(Type.Object({}));

const schemas = {
  status: Type.Object(
    { status: Type.Enum(statuses), text: Type.Optional(text), retryAfterMs: Type.Optional(duration) },
    strict,
  ),
  fault: Type.Object({ fault: Type.Enum(faults), text: Type.Optional(text), ms: Type.Optional(duration) }, strict),
  delayMs: Type.Object({ delayMs: duration }, strict),
  say: Type.Object(
    {
      say: Type.Object(
        {
          contact: name,
          text,
          chat: Type.Optional(name),
          account: Type.Optional(name),
          html: Type.Optional(text),
          mentions: Type.Optional(Type.Array(name, { maxItems: 100 })),
          replyTo: Type.Optional(name),
          media: Type.Optional(Type.Array(Type.Enum(pieceNames), { maxItems: 10 })),
        },
        strict,
      ),
    },
    strict,
  ),
  typing: Type.Object(
    {
      typing: Type.Object(
        {
          contact: name,
          chat: Type.Optional(name),
          account: Type.Optional(name),
          isTyping: Type.Optional(Type.Boolean()),
          timeoutMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_600_000 })),
        },
        strict,
      ),
    },
    strict,
  ),
  event: Type.Object({ event: rawEvent }, strict),
  events: Type.Object({ events: Type.Array(rawEvent, { minItems: 1, maxItems: 1_000 }) }, strict),
  history: Type.Object(
    {
      history: Type.Object(
        {
          ...inChat,
          count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          from: Type.Optional(time),
          everyMs: Type.Optional(duration),
        },
        strict,
      ),
    },
    strict,
  ),
  past: Type.Object(
    {
      past: Type.Object(
        {
          ...inChat,
          count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          from: Type.Optional(time),
          everyMs: Type.Optional(duration),
          refusals: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
        },
        strict,
      ),
    },
    strict,
  ),
  flood: Type.Object(
    {
      flood: Type.Object(
        {
          ...inChat,
          perSecond: Type.Integer({ minimum: 1, maximum: 100_000 }),
          seconds: Type.Number({ exclusiveMinimum: 0, maximum: 3_600 }),
        },
        strict,
      ),
    },
    strict,
  ),
  received: Type.Object(
    {
      received: Type.Object(
        {
          ...inChat,
          skip: Type.Optional(Type.Integer({ minimum: 0 })),
          limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        },
        strict,
      ),
    },
    strict,
  ),
  send: Type.Object(
    { send: Type.Enum(sendModes), times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) },
    strict,
  ),
  clock: Type.Object(
    {
      clock: Type.Union([Type.Object({ set: time }, strict), Type.Object({ advanceMs: Type.Integer() }, strict)]),
    },
    strict,
  ),
};

export type FaultCommand = Static<typeof schemas.fault>;
export type SayCommand = Static<typeof schemas.say>['say'];
export type TypingCommand = Static<typeof schemas.typing>['typing'];
export type HistoryCommand = Static<typeof schemas.history>['history'];
export type PastCommand = Static<typeof schemas.past>['past'];
export type FloodCommand = Static<typeof schemas.flood>['flood'];
export type ReceivedCommand = Static<typeof schemas.received>['received'];
export type Command = { [Name in keyof typeof schemas]: Static<(typeof schemas)[Name]> }[keyof typeof schemas];

/** One command a call. Throws with the list of what is allowed. */
export function parseCommand(command: JsonObject): Command {
  const schema = Object.values(schemas).find((one) => Check(one, command));
  if (schema !== undefined && Check(schema, command)) return command;
  throw new Error(`The sandbox does not know the command ${shown(command)}. Allowed are: ${usage.join('; ')}.`);
}

/** As JSON, cut where it is long. */
function shown(command: JsonObject): string {
  const json = JSON.stringify(command);
  return json.length <= 1_000 ? json : `${json.slice(0, 1_000)}…`;
}
