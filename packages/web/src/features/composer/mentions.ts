/** Who is spoken of: `@` and a name, while it is typed and when it is sent. */

import { calledNames } from '../../format/called-names.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What stands between the last `@` and the caret; undefined where no name is being typed. */
export function typedName(text: string, caret: number): { readonly from: number; readonly name: string } | undefined {
  const found = /(?:^|[\s(])@([^\s@]{0,30})$/u.exec(text.slice(0, caret));
  return found === null ? undefined : { from: caret - (found[1]?.length ?? 0) - 1, name: found[1] ?? '' };
}

const most = 6;

export function matchingPeople(people: readonly Person[], name: string): readonly Person[] {
  const wanted = name.toLowerCase();
  const isMatch = (person: Person) =>
    person.name
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted));
  return people.filter((person) => isMatch(person) || person.name.toLowerCase().startsWith(wanted)).slice(0, most);
}

/** IDs of those whose name stands in the text behind an `@`. */
export function mentionedIn(text: string, people: readonly Person[]): readonly string[] {
  const pattern = calledNames(people.map(({ name }) => name));
  if (pattern === undefined) return [];
  const called = new Set([...text.matchAll(pattern)].map(([name]) => name.toLowerCase()));
  return people.filter(({ name }) => called.has(`@${name.toLowerCase()}`)).map(({ id }) => id);
}
