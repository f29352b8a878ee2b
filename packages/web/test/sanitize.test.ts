/** The sanitiser alone, in a page without any content policy that would help it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { closeBrowser, openPage, withBrowser } from './support/browser.ts';
import { payloads } from './support/payloads.ts';

after(closeBrowser);

/** `sanitize.ts` as a script that puts `Sanitize.sanitized` into the page. */
async function script(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('../src/html/sanitize.ts', import.meta.url)),
        formats: ['iife'],
        name: 'Sanitize',
      },
    },
  });
  const [first] = [built].flat();
  assert.ok(first !== undefined && 'output' in first);
  return first.output[0].code;
}

test(
  'nothing that runs, loads or passes for the app is left of any payload, and cleaning again changes nothing',
  withBrowser,
  async (t) => {
    const { page, problems } = await openPage(t);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => asked.push('a dialog')));
    await page.setContent('<main></main>');
    await page.addScriptTag({ content: await script() });
    const results = await page.evaluate(async (all) => {
      const sanitized: (html: string) => DocumentFragment = Reflect.get(
        Reflect.get(globalThis, 'Sanitize'),
        'sanitized',
      );
      const htmlOf = (html: string) => {
        const place = document.createElement('div');
        place.append(sanitized(html));
        return place.innerHTML;
      };
      const told = all.map((payload) => {
        const place = document.createElement('div');
        document.querySelector('main')?.append(place);
        place.append(sanitized(payload));
        const names = [...place.querySelectorAll('*')].map(({ localName }) => localName);
        const attributes = [...place.querySelectorAll('*')].flatMap((element) =>
          [...element.attributes].map(({ name, value }) => `${element.localName} ${name}=${value}`),
        );
        for (const element of place.querySelectorAll('*'))
          element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        const once = place.innerHTML;
        return { names, attributes, isStable: htmlOf(once) === once };
      });
      // Behind whatever else was begun: when this one has failed, the others have.
      await new Promise((done) => {
        const last = new Image();
        last.onerror = done;
        last.src = 'data:,';
      });
      return { told, ran: Reflect.get(globalThis, 'ran') };
    }, payloads);

    assert.equal(results.ran, undefined);
    assert.deepEqual(asked, []);
    const allowed =
      /^(?:a|b|strong|i|em|u|s|del|strike|sub|sup|code|pre|span|br|hr|p|div|blockquote|ul|ol|li|h[1-6]|details|summary|table|thead|tbody|tr|th|td|caption)$/;
    const harmless =
      /^(?:a (?:target=_blank|rel=noopener noreferrer nofollow|href=(?:https?|mailto|tel|matrix):.*)|ol start=\d*|\w+ data-mx-spoiler=.*)$/s;
    for (const [index, { names, attributes, isStable }] of results.told.entries()) {
      const payload = payloads[index] ?? '';
      assert.deepEqual(
        names.filter((name) => !allowed.test(name)),
        [],
        payload,
      );
      assert.deepEqual(
        attributes.filter((attribute) => !harmless.test(attribute)),
        [],
        payload,
      );
      assert.ok(isStable, payload);
    }
    assert.ok(payloads.length >= 100, `${payloads.length} payloads`);
    problems();
  },
);
