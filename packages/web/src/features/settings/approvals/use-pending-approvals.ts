import type { Approval } from '@partyline/protocol';
import { useData } from '../../../app/context.ts';
import { useReadable } from '../../../app/use-readable.ts';

/** What waits for the owner, the oldest first; undefined until it was loaded. */
export const usePendingApprovals = (): readonly Approval[] | undefined => useReadable(useData().approvals.pending);
