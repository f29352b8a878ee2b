/** Tickets for `/v1/ws?ticket=`: a browser cannot set a header on a WebSocket. Good once, for 30 s, with the rights of who asked for it. */

import { randomBytes } from 'node:crypto';
import type { Caller } from '../auth/tokens.ts';

export interface Tickets {
  issue(caller: Caller): { readonly ticket: string; readonly expiresAt: Date };
  /** @returns who the ticket stands for; undefined when it is unknown, used or too old */
  redeem(ticket: string): Caller | undefined;
}

const lifetimeMs = 30_000;
/** The oldest makes room for the newest. */
const maxOpen = 1_000;

export function createTickets(now: () => number = Date.now): Tickets {
  const open = new Map<string, { readonly caller: Caller; readonly expiresAt: number }>();
  return {
    issue(caller) {
      const at = now();
      for (const [ticket, { expiresAt }] of open) {
        // In the order of issue: what follows is younger.
        if (expiresAt > at && open.size < maxOpen) break;
        open.delete(ticket);
      }
      const ticket = randomBytes(24).toString('base64url');
      const expiresAt = at + lifetimeMs;
      open.set(ticket, { caller, expiresAt });
      return { ticket, expiresAt: new Date(expiresAt) };
    },
    redeem(ticket) {
      const found = open.get(ticket);
      open.delete(ticket);
      return found !== undefined && found.expiresAt > now() ? found.caller : undefined;
    },
  };
}
