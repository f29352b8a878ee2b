/** What a token may do (auth.md, section 2). */

import type { Scope } from '@partyline/protocol';

export type TokenScope = Exclude<Scope, 'public'>;

export const allScopes: readonly TokenScope[] = ['read', 'write'];

/** Of space-separated words; those that nobody knows do not count. */
export function readScopes(text: string): TokenScope[] {
  const words = text.split(' ');
  return allScopes.filter((scope) => words.includes(scope));
}

/** Who may write may read (auth.md, section 2). */
export const withRead = (scopes: readonly TokenScope[]): TokenScope[] =>
  allScopes.filter((scope) => scopes.includes(scope) || (scope === 'read' && scopes.length > 0));
