/** Small shapes that the schemas share. */

import { type TSchema, Type } from 'typebox';

/** One of a fixed set of words. */
export const oneOf = <Values extends string[]>(values: readonly [...Values]) => Type.Enum(values);

/** A value or an explicit `null`. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** ISO 8601 with milliseconds and `Z` (contract 1.2). */
export const Timestamp = Type.String({ format: 'date-time', examples: ['2026-05-05T20:20:12.497Z'] });

/** Width and height in pixels. */
export const Size = Type.Object({ width: Type.Optional(Type.Number()), height: Type.Optional(Type.Number()) });

/** An opaque identifier. */
export const ID = Type.String({ minLength: 1 });

/** How well a network does something (contract 2.8): -2 rejected, -1 dropped, 0 unsupported, 1 partial, 2 full. */
export const SupportLevel = Type.Integer({ minimum: -2, maximum: 2 });
