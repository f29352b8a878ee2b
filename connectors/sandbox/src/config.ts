/** The sandbox's own part of the configuration. */

import type { JsonObject } from '@partyline/connector';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

const schema = Type.Object(
  {
    /** Makes IDs, codes and tokens the same in every run; without it each start has its own. */
    seed: Type.Optional(Type.Union([Type.String(), Type.Number()])),
    /** Where the clock stands, ISO or milliseconds since the epoch; it then moves only on command. Without it: the real time. */
    now: Type.Optional(Type.Union([Type.String(), Type.Integer({ minimum: 0 })])),
    /** How long one picture of a login stays, in milliseconds; 2000 without it. */
    stepMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    /** How long a contact needs to answer, in milliseconds; 1000 without it. */
    replyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    /** A file that outlasts the process; without it everything is forgotten. */
    stateFile: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);

const ALLOWED =
  'seed (text or number), now (ISO time or milliseconds), stepMs and replyMs (milliseconds), stateFile (path)';

export interface Config {
  readonly seed?: string;
  /** Milliseconds since the epoch. */
  readonly now?: number;
  readonly stepMs: number;
  readonly replyMs: number;
  /** Path of the journal. */
  readonly stateFile?: string;
}

/** Throws with the list of allowed settings. */
export function parseConfig(config: JsonObject): Config {
  if (!Check(schema, config)) throw new Error(`The sandbox knows these settings: ${ALLOWED}.`);
  const { seed, now, stepMs = 2000, replyMs = 1000, stateFile }: Static<typeof schema> = config;
  return {
    stepMs,
    replyMs,
    ...(seed === undefined ? {} : { seed: String(seed) }),
    ...(stateFile === undefined ? {} : { stateFile }),
    ...(now === undefined ? {} : { now: parseTime(now) }),
  };
}

/** Milliseconds since the epoch. Throws when the text is no time. */
export function parseTime(time: string | number): number {
  const ms = typeof time === 'number' ? time : Date.parse(time);
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new Error(`"${time}" is not a time. Write it like 2026-01-31T12:00:00Z.`);
  return ms;
}
