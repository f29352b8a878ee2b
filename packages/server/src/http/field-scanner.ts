/**
 * Finds one text among the fields of a JSON object while the object arrives, and hands its characters out piece by piece: so the text may be far
 * longer than anything that fits into memory. The rest, with a short placeholder in its stead, is small and left to the JSON parser, who also
 * finds whatever is wrong with the object.
 */

import { ApiError, defaultBodyLimit } from '@partyline/protocol';
import { malformed } from './upload-body.ts';

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];

type State = 'between' | 'text' | 'found';

export class FieldScanner {
  readonly #field: string;
  readonly #rest: Buffer[] = [];
  #restLength = 0;
  #state: State = 'between';
  #depth = 0;
  #inObject = false;
  /** What the next text directly in the object is. */
  #next: 'key' | 'value' = 'key';
  /** The bytes of a key while it is read. */
  #keyBytes: number[] | undefined;
  #key = '';
  /** After a backslash: what came since. */
  #escape: string | undefined;
  #times = 0;
  #empty = true;

  constructor(field: string) {
    this.#field = field;
  }

  /** Whether the field was there and is a text. */
  get found(): boolean {
    return this.#times > 0;
  }

  /** @returns the next characters of the field, unescaped. @throws ApiError */
  push(chunk: Buffer): string {
    const ends = nextOf(chunk, quote);
    const escapes = nextOf(chunk, backslash);
    let found = '';
    let index = 0;
    while (index < chunk.length) {
      if (this.#state !== 'found') {
        index = this.#pass(chunk, index);
      } else if (this.#escape !== undefined) {
        found += this.#unescape(String.fromCharCode(chunk[index++] ?? 0));
      } else {
        const end = Math.min(ends(index), escapes(index));
        found += chunk.toString('latin1', index, end);
        if (end > index || chunk[end] === backslash) this.#empty = false;
        if (chunk[end] === backslash) this.#escape = '';
        if (chunk[end] === quote) this.#close();
        index = end + 1;
      }
    }
    return found;
  }

  /** The object without the text: valid JSON if the object was. */
  rest(): string {
    return Buffer.concat(this.#rest).toString();
  }

  /** Reads on until the field begins. @returns where the chunk was left */
  #pass(chunk: Buffer, start: number): number {
    let index = start;
    while (index < chunk.length) {
      const byte = chunk[index++] ?? 0;
      if (this.#state === 'text') this.#inText(byte);
      else if (byte === quote) this.#open();
      else this.#between(byte);
      if (this.#state === 'found') break;
    }
    this.#pushRest(chunk.subarray(start, index));
    return index;
  }

  #inText(byte: number): void {
    if (this.#escape !== undefined) this.#escape = undefined;
    else if (byte === backslash) this.#escape = '';
    else if (byte === quote) {
      this.#state = 'between';
      if (this.#keyBytes !== undefined) this.#key = textOf(this.#keyBytes);
      this.#keyBytes = undefined;
      return;
    }
    this.#keyBytes?.push(byte);
  }

  #open(): void {
    const own = this.#inObject && this.#depth === 1;
    if (own && this.#next === 'value' && this.#key === this.#field) {
      if (this.#times++ > 0) throw malformed(`The body has ${this.#field} twice`);
      this.#state = 'found';
      return;
    }
    this.#state = 'text';
    this.#keyBytes = own && this.#next === 'key' ? [] : undefined;
  }

  #between(byte: number): void {
    if (byte === openObject || byte === openArray) {
      if (this.#depth++ === 0) this.#inObject = byte === openObject;
    } else if (byte === closeObject || byte === closeArray) this.#depth--;
    else if (this.#depth === 1 && byte === colon) this.#next = 'value';
    else if (this.#depth === 1 && byte === comma) this.#next = 'key';
  }

  #close(): void {
    this.#state = 'between';
    this.#pushRest(Buffer.from(this.#empty ? '"' : 'x"'));
  }

  /** @returns the character that an escape stands for, once it is complete (RFC 8259, section 7) */
  #unescape(character: string): string {
    const given = `${this.#escape ?? ''}${character}`;
    const short = shortEscapes[given];
    if (short === undefined && !/^u[0-9a-f]{0,4}$/i.test(given)) throw malformed('The body is not valid JSON');
    if (short === undefined && given.length < 5) {
      this.#escape = given;
      return '';
    }
    this.#escape = undefined;
    return short ?? String.fromCharCode(Number.parseInt(given.slice(1), 16));
  }

  #pushRest(bytes: Buffer): void {
    this.#restLength += bytes.length;
    if (this.#restLength > defaultBodyLimit)
      throw new ApiError('PAYLOAD_TOO_LARGE', `The body is too large beside ${this.#field}`);
    // Copied, so that the rest of the chunk can go.
    this.#rest.push(Buffer.from(bytes));
  }
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Where that byte comes next, the chunk's length if it does not. The chunk is read once, however often this is asked. */
function nextOf(chunk: Buffer, byte: number): (start: number) => number {
  let known = -1;
  return (start) => {
    if (known < start) {
      const found = chunk.indexOf(byte, start);
      known = found === -1 ? chunk.length : found;
    }
    return known;
  };
}

function textOf(bytes: readonly number[]): string {
  try {
    return String(JSON.parse(`"${Buffer.from(bytes).toString()}"`));
  } catch {
    // Not valid JSON; the parser will say so.
    return '';
  }
}
