/** Reads any HTML as a well-formed walk through elements of the subset. */

import { Tokenizer } from 'htmlparser2';
import { type Attributes, allowedElement, DROPPED_WITH_CONTENT } from './subset.ts';

export interface Visitor {
  /** Never empty. Holds line breaks only inside `pre`. */
  text(data: string): void;
  open(tag: string, attributes: Attributes): void;
  /** Not called for `br`, `hr` and `img`. */
  close(tag: string): void;
}

/** The specification asks for a bound and recommends 100. */
const DEEPEST = 100;

export const VOID_TAGS: ReadonlySet<string> = new Set(['br', 'hr', 'img']);
export const BLOCK_TAGS: ReadonlySet<string> = new Set(
  'h1 h2 h3 h4 h5 h6 blockquote p ul ol li div hr table thead tbody tr th td caption pre details summary'.split(' '),
);
/** White space with a line break in it beside one of these is layout of the source, not text. */
const isBreak = (tag: string) => tag === 'br' || BLOCK_TAGS.has(tag);

/** Elements that end by themselves when another begins directly inside them. */
const ENDED_BY: Readonly<Record<string, ReadonlySet<string>>> = {
  p: new Set(BLOCK_TAGS),
  li: new Set(['li']),
  td: new Set(['td', 'th', 'tr', 'tbody']),
  th: new Set(['td', 'th', 'tr', 'tbody']),
  tr: new Set(['tr', 'tbody']),
  thead: new Set(['tbody']),
  tbody: new Set(['tbody']),
};

/** Never throws; the visitor's own errors pass through. */
export function walk(html: string, visitor: Visitor): void {
  const walker = new Walker(html, visitor);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, walker);
  tokenizer.write(html);
  tokenizer.end();
  walker.finish();
}

/** What the tokenizer calls. */
class Walker {
  readonly #html: string;
  readonly #visitor: Visitor;
  readonly #open: string[] = [];
  #text = '';
  /** Whether what came last ended a line. */
  #atBreak = true;
  /** Inside an element that goes with its content, and how often it was opened inside itself. */
  #dropped: { readonly name: string; depth: number } | undefined;
  #name = '';
  #attributes = new Map<string, string>();
  #attribute = '';
  #value = '';

  constructor(html: string, visitor: Visitor) {
    this.#html = html;
    this.#visitor = visitor;
  }

  finish(): void {
    this.#flush(true);
    while (this.#open.length > 0) this.#closeLast();
  }

  ontext(start: number, end: number): void {
    if (this.#dropped === undefined) this.#text += this.#html.slice(start, end);
  }

  ontextentity(codePoint: number): void {
    if (this.#dropped === undefined) this.#text += String.fromCodePoint(codePoint);
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    if (!this.#attributes.has(this.#attribute)) this.#attributes.set(this.#attribute, this.#value);
  }

  onopentagend(): void {
    const name = this.#name;
    if (this.#dropped !== undefined) {
      if (this.#dropped.name === name) this.#dropped.depth += 1;
      return;
    }
    if (DROPPED_WITH_CONTENT.has(name)) this.#dropped = { name, depth: 1 };
    else this.#begin(name, this.#attributes);
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#dropped !== undefined) {
      if (this.#dropped.name === name) this.#dropped.depth -= 1;
      if (this.#dropped.depth === 0) this.#dropped = undefined;
      return;
    }
    if (name === 'br') this.#begin(name, new Map());
    else this.#end(allowedElement(name, PRESENT)?.tag ?? name);
  }

  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #begin(name: string, given: Attributes): void {
    const element = allowedElement(name, given);
    if (element === undefined) return;
    const { tag, attributes } = element;
    if (tag === 'a' && this.#open.includes('a')) return;
    this.#flush(isBreak(tag));
    for (;;) {
      const last = this.#open.at(-1);
      if (last === undefined || ENDED_BY[last]?.has(tag) !== true) break;
      this.#closeLast();
    }
    if (!VOID_TAGS.has(tag)) {
      if (this.#open.length >= DEEPEST) return;
      this.#open.push(tag);
    }
    this.#visitor.open(tag, attributes);
    this.#atBreak = isBreak(tag) || (this.#atBreak && tag !== 'img');
  }

  #end(tag: string): void {
    const position = this.#open.lastIndexOf(tag);
    if (position === -1) return;
    this.#flush(isBreak(tag));
    while (this.#open.length > position) this.#closeLast();
  }

  #closeLast(): void {
    const tag = this.#open.pop();
    if (tag === undefined) return;
    this.#visitor.close(tag);
    if (isBreak(tag)) this.#atBreak = true;
  }

  #flush(beforeBreak: boolean): void {
    let text = this.#text;
    this.#text = '';
    if (text.includes('\n') && !this.#open.includes('pre')) text = withoutLayout(text, this.#atBreak, beforeBreak);
    if (text === '') return;
    this.#visitor.text(text);
    this.#atBreak = false;
  }
}

/** So that the name of a closing tag can be looked up in the rules for opening ones. */
const PRESENT: Attributes = new Map([
  ['href', 'https://x'],
  ['src', 'mxc://x/x'],
]);

const LAYOUT = /[ \t\r\f\n]+/g;

/** Outside `pre` a line break in the source is a space, and nothing at the edge of a line. */
function withoutLayout(text: string, afterBreak: boolean, beforeBreak: boolean): string {
  return text.replace(LAYOUT, (space, position: number) => {
    if (!space.includes('\n')) return space;
    const atEdge = (afterBreak && position === 0) || (beforeBreak && position + space.length === text.length);
    return atEdge ? '' : ' ';
  });
}
