/** What the owner chose on the approval page, as a policy. */

import type { Policy } from '@partyline/protocol';
import type { Parameters } from '../../auth/oauth/authorization-request.ts';
import { accountField, type ChosenLimits } from '../../pages/program-limits.ts';

/** As the page is shown first. */
export const usualLimits: ChosenLimits = { writes: true, asksFirst: false, seesAll: true, accountIDs: [] };

/** @param accountIDs those that there are */
export const chosenLimits = (form: Parameters, accountIDs: readonly string[]): ChosenLimits => ({
  writes: form['write'] === 'yes',
  asksFirst: form['approve'] === 'yes',
  // What is no answer of the page lets it see less, not more.
  seesAll: (form['see'] ?? 'all') === 'all',
  accountIDs: accountIDs.filter((id) => form[accountField(id)] === 'yes'),
});

/** @returns what has to be said about the choice before it can be taken: nothing is guessed about who sees what */
export function problemWith({ seesAll, accountIDs }: ChosenLimits): string | undefined {
  if (seesAll && accountIDs.length > 0)
    return 'You ticked accounts, and let it see all of them. Choose one or the other.';
  return seesAll || accountIDs.length > 0 ? undefined : 'Tick the accounts that it may see.';
}

/** @returns undefined when it is held to its scopes alone */
export function policyChosen({ asksFirst, seesAll, accountIDs }: ChosenLimits): Policy | undefined {
  if (seesAll && !asksFirst) return undefined;
  return { ...(!seesAll && { accountIDs: [...accountIDs] }), ...(asksFirst && { approval: true }) };
}
