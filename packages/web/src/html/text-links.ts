/** Addresses in message text that the network left as text, as most do: they become links. It only ever wraps text. */

import { LinkifyIt } from 'linkify-it';

// What has a scheme, as on the server (rich-text); `file.py` and `a@b` are more often not addresses.
const finder = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false, fuzzyIP: false }).add('//', null).add('ftp:', null);

/** Not within what is a link already, and not in code. */
const exempt = 'a, code, pre';

export function linkAddresses(fragment: DocumentFragment): void {
  for (const text of textsIn(fragment)) {
    const { data } = text;
    if (text.parentElement?.closest(exempt) != null) continue;
    const parts: (string | HTMLElement)[] = [];
    let done = 0;
    for (const { index, lastIndex, schema, raw, url } of finder.match(data) ?? []) {
      if (schema === '' && !/^www\./i.test(raw)) continue;
      parts.push(data.slice(done, index), linkTo(schema === '' ? `https://${raw}` : url, raw));
      done = lastIndex;
    }
    if (done > 0) text.replaceWith(...parts, data.slice(done));
  }
}

function textsIn(fragment: DocumentFragment): readonly Text[] {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) found.push(walker.currentNode);
  return found;
}

function linkTo(address: string, words: string): HTMLElement {
  const link = document.createElement('a');
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  link.textContent = words;
  return link;
}
