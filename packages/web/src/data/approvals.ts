/** Messages of programs that wait for the owner. */

import type { Partyline } from '@partyline/client';
import type { Approval } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { createStore, type Readable } from './store.ts';

export interface Approvals {
  /** Those that wait, the oldest first; undefined until they were loaded. */
  readonly pending: Readable<readonly Approval[] | undefined>;
  load(): Promise<void>;
  take(event: LiveEvent): void;
  /** What a call answered, before its event comes. */
  put(approval: Approval): void;
  /** One began to wait, or was decided; not those that were loaded. @returns how to end it */
  onChange(listener: (approval: Approval) => void): () => void;
  forget(): void;
}

const pageSize = 200;

export function createApprovals(api: Partyline): Approvals {
  const pending = createStore<readonly Approval[] | undefined>(undefined);
  const listeners = new Set<(approval: Approval) => void>();
  /** Its state, or that it is not there, by ID: what is told once is not told again. */
  const told = new Map<string, string>();
  let round = 0;

  const keep = (approval: Approval) =>
    pending.update((all = []) => {
      const others = all.filter(({ pendingMessageID }) => pendingMessageID !== approval.pendingMessageID);
      if (approval.state !== 'pending') return others.length === all.length ? all : others;
      return [...others, approval].toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
    });
  const put = (approval: Approval) => {
    keep(approval);
    const { pendingMessageID, state } = approval;
    if (told.get(pendingMessageID) === state) return;
    told.set(pendingMessageID, state);
    for (const listener of [...listeners]) listener(approval);
  };

  /** How often each was asked for that is being asked for: only the last answer counts. */
  const asked = new Map<string, number>();
  /** The event says only which. One that is gone meanwhile has an event of its own. */
  const look = async (id: string) => {
    const mine = [round, (asked.get(id) ?? 0) + 1] as const;
    asked.set(id, mine[1]);
    const approval = await api.approvals.retrieve(id).catch(() => undefined);
    if (asked.get(id) !== mine[1]) return;
    asked.delete(id);
    if (approval !== undefined && mine[0] === round) put(approval);
  };

  return {
    pending,
    put,
    async load() {
      const mine = ++round;
      const all: Approval[] = [];
      for await (const approval of api.approvals.list({ state: 'pending', limit: pageSize })) all.push(approval);
      if (mine !== round) return;
      for (const { pendingMessageID, state } of all) told.set(pendingMessageID, state);
      pending.set(all.reverse());
    },
    take(event) {
      if (event.type !== 'approval.upserted') return;
      for (const id of event.ids) void look(id);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    forget() {
      round++;
      told.clear();
      pending.set(undefined);
    },
  };
}
