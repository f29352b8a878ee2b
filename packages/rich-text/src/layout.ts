/** Lays HTML out as lines of text. */

import type { Attributes } from './subset.ts';
import type { Look } from './text-runs.ts';
import { BLOCK_TAGS, walk } from './walk.ts';

const PLAIN: Look = {};
/** Line breaks around an element; one where nothing is said. */
const APART: Readonly<Record<string, number>> = { p: 2, h1: 2, h2: 2, h3: 2, h4: 2, h5: 2, h6: 2 };
const LOOKS: Readonly<Record<string, Look>> = {
  b: { bold: true },
  strong: { bold: true },
  h1: { bold: true },
  h2: { bold: true },
  h3: { bold: true },
  h4: { bold: true },
  h5: { bold: true },
  h6: { bold: true },
  th: { bold: true },
  summary: { bold: true },
  i: { italic: true },
  em: { italic: true },
  u: { underline: true },
  s: { strikethrough: true },
  del: { strikethrough: true },
  code: { monospace: true },
  pre: { monospace: true },
};

/** What stands before the lines of a quote or a list item. */
interface Margin {
  /** The first line that is written uses this up. */
  first: string | undefined;
  readonly rest: string;
}

interface Element {
  readonly tag: string;
  readonly look: Look;
  readonly margin?: Margin;
  /** Of a numbered list: the number of the next item. */
  number?: number;
  /** Of a row: cells so far. */
  cells: number;
  readonly link?: { readonly address: string; text: string };
}

/** @param write gets the text in order, in any number of pieces, none of them empty */
export function layOut(html: string, write: (text: string, look: Look) => void): void {
  const layout = new Layout(write);
  walk(html, layout);
}

class Layout {
  readonly #write: (text: string, look: Look) => void;
  readonly #stack: Element[] = [];
  /** Line breaks that are due before the next text. */
  #due = 0;
  /** Nothing has been written, so that blocks need no distance from what is before. */
  #empty = true;
  #lineStart = true;

  constructor(write: (text: string, look: Look) => void) {
    this.#write = write;
  }

  text(data: string): void {
    let rest = data.endsWith('\n') ? data.slice(0, -1) : data;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      this.#words(rest.slice(0, end));
      this.#settle();
      this.#newLine();
      rest = rest.slice(end + 1);
    }
    this.#words(rest);
    // The end of the last line of `pre`; only there a text holds line breaks.
    if (data.endsWith('\n')) this.#due = Math.max(this.#due, 1);
  }

  open(tag: string, attributes: Attributes): void {
    if (tag === 'br') {
      this.#settle();
      this.#newLine();
      return;
    }
    if (tag === 'img') {
      this.#words(attributes.get('alt') || attributes.get('title') || '');
      return;
    }
    if (BLOCK_TAGS.has(tag) && !isCell(tag)) this.#apart(tag);
    if (tag === 'hr') {
      this.#words('---');
      this.#apart(tag);
      return;
    }
    if (isCell(tag)) this.#cell();
    this.#stack.push(this.#element(tag, attributes));
  }

  close(tag: string): void {
    const element = this.#stack.at(-1);
    if (element?.link !== undefined) this.#address(element.link);
    this.#stack.pop();
    if (BLOCK_TAGS.has(tag) && !isCell(tag)) this.#apart(tag);
  }

  get #look(): Look {
    return this.#stack.at(-1)?.look ?? PLAIN;
  }

  #element(tag: string, attributes: Attributes): Element {
    const own = tag === 'span' ? colours(attributes) : LOOKS[tag];
    const look = own === undefined ? this.#look : { ...this.#look, ...own };
    const element = { tag, look, cells: 0 };
    if (tag === 'blockquote') return { ...element, margin: { first: '> ', rest: '> ' } };
    if (tag === 'ol') return { ...element, number: Number(attributes.get('start') ?? 1) };
    if (tag === 'li') return { ...element, margin: this.#bullet() };
    const address = tag === 'a' ? attributes.get('href') : undefined;
    return address === undefined ? element : { ...element, link: { address, text: '' } };
  }

  #bullet(): Margin {
    const list = this.#stack.findLast(({ tag }) => tag === 'ol' || tag === 'ul');
    if (list?.number === undefined) return { first: '- ', rest: '  ' };
    const first = `${list.number}. `;
    list.number += 1;
    return { first, rest: ' '.repeat(first.length) };
  }

  #cell(): void {
    const row = this.#stack.findLast(({ tag }) => tag === 'tr');
    if (row === undefined) return;
    if (row.cells > 0) this.#words(' | ');
    row.cells += 1;
  }

  /** The address of a link whose text does not say it already; a mention's address is for programs. */
  #address({ address, text }: { address: string; text: string }): void {
    if (/^https:\/\/matrix\.to\/#\/[@!#]/.test(address) && text !== '') return;
    const said = [text, `http://${text}`, `https://${text}`, `mailto:${text}`, `${text}/`];
    if (said.includes(address)) return;
    this.#words(text === '' ? address : ` (${address})`);
  }

  #apart(tag: string): void {
    if (!this.#empty) this.#due = Math.max(this.#due, APART[tag] ?? 1);
  }

  #words(text: string): void {
    if (text === '') return;
    this.#settle();
    if (this.#lineStart) {
      this.#put(this.#margins(true), PLAIN);
      this.#lineStart = false;
    }
    this.#put(text, this.#look);
    for (const { link } of this.#stack) if (link !== undefined) link.text += text;
  }

  #settle(): void {
    // A line break that is there already is part of the distance.
    const due = this.#lineStart && this.#due > 0 ? this.#due - 1 : this.#due;
    this.#due = 0;
    // The distance belongs to what was there before: it must not use up the bullet of what comes.
    for (let count = 0; count < due; count += 1) this.#newLine(this.#margins(false));
  }

  #newLine(margins = this.#margins(true)): void {
    if (this.#lineStart) this.#put(margins.trimEnd(), PLAIN);
    this.#put('\n', PLAIN);
    this.#lineStart = true;
  }

  /** @param fresh whether those that have not been written yet count, and are written with that */
  #margins(fresh: boolean): string {
    let text = '';
    for (const { margin } of this.#stack) {
      if (margin === undefined || (margin.first !== undefined && !fresh)) continue;
      text += margin.first ?? margin.rest;
      margin.first = undefined;
    }
    return text;
  }

  #put(text: string, look: Look): void {
    if (text === '') return;
    this.#empty = false;
    this.#write(text, look);
  }
}

function isCell(tag: string): boolean {
  return tag === 'td' || tag === 'th';
}

function colours(attributes: Attributes): Look {
  const color = attributes.get('data-mx-color');
  const background = attributes.get('data-mx-bg-color');
  return { ...(color === undefined ? {} : { color }), ...(background === undefined ? {} : { background }) };
}
