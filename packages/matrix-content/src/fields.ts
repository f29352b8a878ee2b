/** Reading JSON of which nothing is known. */

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = Object.freeze({});

/** The value as an object; an empty one when it is none. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : none;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number that is not negative, rounded. One that cannot be exact is none: databases would not give it back. */
export function integer(value: unknown): number | undefined {
  const whole = typeof value === 'number' ? Math.round(value) : -1;
  return Number.isSafeInteger(whole) && whole >= 0 ? whole : undefined;
}

export function flag(value: unknown): boolean {
  return value === true;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
