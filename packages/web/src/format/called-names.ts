/**
 * Names behind an `@` in a text, whatever their case: the longest that fits, or `@Ann Bee` would be Ann too.
 *
 * @returns undefined where there are no names
 */
export function calledNames(names: readonly string[]): RegExp | undefined {
  const some = names.filter((name) => name !== '').toSorted((one, other) => other.length - one.length);
  if (some.length === 0) return undefined;
  const any = some.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return new RegExp(`@(?:${any})(?![\\p{L}\\p{N}])`, 'giu');
}
