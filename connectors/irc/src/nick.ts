/** What to be called while the wanted nick is taken. */

/** Fallbacks tried before giving up. */
export const NICK_ATTEMPTS = 8;

/**
 * The nick for one attempt: `anna`, `anna_`, `anna__`, ...
 *
 * @param longest characters the server allows, once it refused a longer one: the end of the name gives way
 */
export function nickForAttempt(wanted: string, attempt: number, longest: number): string {
  const tail = '_'.repeat(attempt);
  return `${wanted.slice(0, Math.max(1, longest - tail.length))}${tail}`;
}

/** The shortest limit in use: RFC 2812, section 1.2.1. */
export const SHORTEST_NICK_LIMIT = 9;
