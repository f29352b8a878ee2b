/** The commands of `control`: their schemas, and how a wrong one is refused. */

import type { JsonObject } from '@partyline/connector';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { statuses } from './statuses.ts';

const strict = { additionalProperties: false };
const duration = Type.Integer({ minimum: 0, maximum: 3_600_000 });
const text = Type.String({ minLength: 1, maxLength: 10_000 });

const faults = ['none', 'throw', 'loop', 'memory', 'silent', 'reject-connect', 'slow-connect'] as const;

const schemas = {
  status: Type.Object(
    { status: Type.Enum(statuses), text: Type.Optional(text), retryAfterMs: Type.Optional(duration) },
    strict,
  ),
  fault: Type.Object({ fault: Type.Enum(faults), text: Type.Optional(text), ms: Type.Optional(duration) }, strict),
  delayMs: Type.Object({ delayMs: duration }, strict),
  say: Type.Object({ say: Type.Object({ contact: text, text }, strict) }, strict),
  clock: Type.Object(
    {
      clock: Type.Union([
        Type.Object({ set: Type.Union([Type.String(), Type.Integer({ minimum: 0 })]) }, strict),
        Type.Object({ advanceMs: Type.Integer() }, strict),
      ]),
    },
    strict,
  ),
};

const usage = [
  `{"status": ${alternatives(statuses)}, "text"?: text, "retryAfterMs"?: milliseconds}`,
  `{"fault": ${alternatives(faults)}, "text"?: text, "ms"?: milliseconds}`,
  '{"delayMs": milliseconds}',
  '{"say": {"contact": contact ID, "text": text}}',
  '{"clock": {"set": ISO time or milliseconds}} or {"clock": {"advanceMs": milliseconds}}',
];

type StatusCommand = Static<typeof schemas.status>;
export type FaultCommand = Static<typeof schemas.fault>;
export type Command =
  | StatusCommand
  | FaultCommand
  | Static<typeof schemas.delayMs>
  | Static<typeof schemas.say>
  | Static<typeof schemas.clock>;

/** One command a call. Throws with the list of what is allowed. */
export function parseCommand(command: JsonObject): Command {
  if (Check(schemas.status, command)) return command;
  if (Check(schemas.fault, command)) return command;
  if (Check(schemas.delayMs, command)) return command;
  if (Check(schemas.say, command)) return command;
  if (Check(schemas.clock, command)) return command;
  throw new Error(
    `The sandbox does not know the command ${JSON.stringify(command)}. Allowed are: ${usage.join('; ')}.`,
  );
}

function alternatives(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' | ');
}
