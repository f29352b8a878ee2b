/** Text that other people chose, so that nothing in it hides: signs that are not seen, or turn the direction of what follows, are named. */

import { type Html, html } from './html.ts';

/** Control and format characters, but for line feed, tab and the two joiners that scripts and emoji need; and the selectors that carry hidden text. */
const unseen = /([[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{E0100}-\u{E01EF}]--[\n\t\u200C\u200D]])/v;

/** Isolated, so that its direction changes nothing around it. */
export const visible = (text: string): Html => html`<bdi>${shown(text)}</bdi>`;

/** As it is, with its line breaks. */
export const visibleBlock = (text: string): Html =>
  html`<div class="said" dir="auto" tabindex="0">${shown(text)}</div>`;

const shown = (text: string): readonly Html[] =>
  text
    .replaceAll('\r\n', '\n')
    .split(unseen)
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<span class="sign">${nameOf(part)}</span>`));

const nameOf = (sign: string): string => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
