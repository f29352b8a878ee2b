/** What the app adds to message HTML that was made harmless: links, mentions that stand out, and spoilers that open. It only ever wraps text. */

import { calledNames } from '../format/called-names.ts';
import { t } from '../texts/texts.ts';
import { linkAddresses } from './text-links.ts';

export interface Mention {
  readonly name: string;
  readonly isSelf: boolean;
}

export function dressed(fragment: DocumentFragment, mentions: readonly Mention[] = []): DocumentFragment {
  linkAddresses(fragment);
  for (const spoiler of fragment.querySelectorAll<HTMLElement>('[data-mx-spoiler]')) cover(spoiler);
  for (const table of fragment.querySelectorAll('table')) table.setAttribute('tabindex', '0');
  for (const code of fragment.querySelectorAll('pre')) code.setAttribute('tabindex', '0');
  if (mentions.length > 0) markMentions(fragment, mentions);
  return fragment;
}

/** It opens with a click or a key, and does not close again. */
function cover(spoiler: HTMLElement): void {
  const reason = spoiler.getAttribute('data-mx-spoiler') ?? '';
  const inner = document.createElement('span');
  inner.inert = true;
  inner.append(...spoiler.childNodes);
  spoiler.append(inner);
  spoiler.setAttribute('role', 'button');
  spoiler.setAttribute('tabindex', '0');
  spoiler.setAttribute('aria-label', reason === '' ? t.chat.spoiler : t.chat.spoilerOf(reason));
  const open = (event: Event) => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    inner.inert = false;
    for (const name of ['role', 'tabindex', 'aria-label']) spoiler.removeAttribute(name);
    spoiler.dataset['open'] = 'true';
    spoiler.removeEventListener('click', open);
    spoiler.removeEventListener('keydown', open);
  };
  spoiler.addEventListener('click', open);
  spoiler.addEventListener('keydown', open);
}

function markMentions(fragment: DocumentFragment, mentions: readonly Mention[]): void {
  const byName = new Map(mentions.map((mention) => [`@${mention.name}`.toLowerCase(), mention]));
  const pattern = calledNames(mentions.map(({ name }) => name));
  if (pattern === undefined) return;
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) found.push(walker.currentNode);
  for (const text of found) {
    const { data } = text;
    const parts: (string | HTMLElement)[] = [];
    let done = 0;
    for (const { 0: name, index } of data.matchAll(pattern)) {
      const mark = document.createElement('span');
      mark.dataset['mention'] = byName.get(name.toLowerCase())?.isSelf === true ? 'self' : 'other';
      mark.textContent = name;
      parts.push(data.slice(done, index), mark);
      done = index + name.length;
    }
    if (done > 0) text.replaceWith(...parts, data.slice(done));
  }
}
