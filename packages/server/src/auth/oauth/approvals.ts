/** Approval pages that were shown: each is good once, for ten minutes, and for the browser that it was shown to. */

import { digest, randomSecret } from '../secret-text.ts';
import { shortLived } from '../short-lived.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { DeviceRequest } from './device-codes.ts';

/** What the owner is asked to approve. */
export type Asked =
  | ({ readonly kind: 'code' } & AuthorizationRequest)
  | ({ readonly kind: 'device'; readonly userCode: string } & DeviceRequest);

export interface Approvals {
  /** @param browser the secret in the cookie of the browser @returns the page's own secret */
  show(asked: Asked, browser: string): string;
  /** @returns undefined when the page is unknown, answered, too old or of another browser */
  take(page: string, browser: string | undefined): Asked | undefined;
}

const lifetimeMs = 10 * 60_000;

export function createApprovals(now: () => number = Date.now): Approvals {
  const open = shortLived<{ readonly asked: Asked; readonly browser: string }>(lifetimeMs, now);
  return {
    show(asked, browser) {
      const page = randomSecret();
      open.put(digest(page), { asked, browser: digest(browser) });
      return page;
    },
    take(page, browser) {
      const found = open.take(digest(page));
      return browser !== undefined && found?.browser === digest(browser) ? found.asked : undefined;
    },
  };
}
