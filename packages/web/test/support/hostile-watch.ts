/** Looks whether anything in a page came alive that should be text. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

export interface HostileWatch {
  /** Fails when something ran, was fetched from elsewhere, broke the content policy, or stands in the page as code. */
  check(where: string): Promise<void>;
}

/** Chromium reports what stands in the document without a window in which DOMPurify parses, too, where nothing ever runs. */
export const ofParsing = /(?:script|style)-src-(?:attr|elem) inline|^base-uri|inline (?:event handler|style)|base URI/;

interface HostileWatchOptions {
  /** The only one that may be asked for anything. */
  readonly origin: string;
  /** Breaches {@link ofParsing} are none: code is handed to the app. What is left of it in the page is looked for all the same. */
  readonly isParsed?: boolean;
}

/** To be called before the page goes anywhere. */
export async function watchForHarm(
  page: Page,
  { origin, isParsed = false }: HostileWatchOptions,
): Promise<HostileWatch> {
  const told: string[] = [];
  page.on('dialog', (dialog) => {
    told.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => told.push(`a window: ${popup.url()}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && host !== new URL(origin).host)
      told.push(`a request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    const breaches: string[] = [];
    Object.defineProperty(globalThis, 'breaches', { value: breaches });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      breaches.push(`${violatedDirective} ${blockedURI} ${sample}`),
    );
  });
  return {
    async check(where) {
      const found = await page.evaluate(lookAround);
      told.push(...found.filter((one) => !isParsed || !ofParsing.test(one)));
      assert.deepEqual(told.splice(0), [], where);
    },
  };
}

/** Runs in the page. */
function lookAround(): string[] {
  const found: string[] = [...(Reflect.get(globalThis, 'breaches') ?? [])];
  if (Reflect.get(globalThis, 'ran') !== undefined) found.push('a payload ran');
  const alive =
    'iframe, frame, object, embed, applet, portal, fencedframe, base, style, meta[http-equiv], math, marquee';
  const all = [...document.querySelectorAll('*')];
  for (const element of all) {
    const { localName } = element;
    const html = () => element.outerHTML.slice(0, 200);
    if (element.matches(alive)) found.push(`an element that may do something: ${html()}`);
    if (
      localName === 'script' &&
      !new URL(Reflect.get(element, 'src'), location.href).pathname.match(/^\/(?:assets\/|theme)/)
    )
      found.push(`a script: ${html()}`);
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || /^(?:srcdoc|formaction|ping|background|popovertarget)$/i.test(name))
        found.push(`an attribute that may do something: ${name} in ${html()}`);
      const isAddress = /^(?:href|xlink:href|src|action|poster|srcset|data)$/i.test(name);
      // What a browser makes of it: without what it skips.
      const address = [...value].filter((letter) => letter > ' ').join('');
      if (isAddress && /^(?:javascript|vbscript|data:text|blob:null|file|intent|view-source)/i.test(address))
        found.push(`an address that may do something: ${html()}`);
    }
    if (element.shadowRoot !== null) found.push(`a shadow root: ${html()}`);
  }
  for (const id of ['root', 'content'])
    if (all.filter((element) => element.id === id).length > 1) found.push(`an ID of the app twice: ${id}`);
  const names = [document.getElementById, document.querySelector, document.createElement, document.cookie.trim];
  if (names.some((one) => typeof one !== 'function')) found.push('the document is clobbered');
  return found;
}
