/** Pages that were shown to the owner: each is answered once, within ten minutes, and by the browser that it was shown to. */

import { digest, randomSecret } from './secret-text.ts';
import { shortLived } from './short-lived.ts';

export interface ShownPages<T> {
  /** @param about what is decided on the page @param browser the secret in the cookie of the browser @returns the page's own secret */
  show(about: T, browser: string): string;
  /** @returns undefined when the page is unknown, answered, too old or of another browser */
  take(page: string, browser: string | undefined): T | undefined;
}

const lifetimeMs = 10 * 60_000;

export function createShownPages<T>(now: () => number = Date.now): ShownPages<T> {
  const open = shortLived<{ readonly about: T; readonly browser: string }>(lifetimeMs, now);
  return {
    show(about, browser) {
      const page = randomSecret();
      open.put(digest(page), { about, browser: digest(browser) });
      return page;
    },
    take(page, browser) {
      const found = open.take(digest(page));
      return browser !== undefined && found?.browser === digest(browser) ? found.about : undefined;
    },
  };
}
