/**
 * What somebody copied from a browser, taken apart: "Copy as cURL" (for bash and for cmd), "Copy as fetch", request headers, a bare Cookie header, rows of the
 * cookie table, `cookies.txt`, and JSON of extensions, of Firefox and of `JSON.stringify(localStorage)`.
 */

export interface Pasted {
  /** By name. */
  readonly cookies: ReadonlyMap<string, string>;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** What a request sent as its body: a form or JSON. */
  readonly body: ReadonlyMap<string, string>;
  /** Of plain JSON: it does not tell what kind of value it is. */
  readonly plain: ReadonlyMap<string, string>;
}

interface Finds {
  readonly cookies: Map<string, string>;
  readonly headers: Map<string, string>;
  readonly body: Map<string, string>;
  readonly plain: Map<string, string>;
}

export function readPasted(text: string): Pasted {
  const finds: Finds = { cookies: new Map(), headers: new Map(), body: new Map(), plain: new Map() };
  const trimmed = text.trim();
  const json = parseJson(trimmed);
  if (json !== undefined) readJson(json, finds);
  else if (/^curl(\.exe)?\s/i.test(trimmed)) readCurl(trimmed, finds);
  else if (/^(?:await\s+)?fetch\(/.test(trimmed)) readFetch(trimmed, finds);
  else if (trimmed.includes('\t')) readTable(trimmed, finds);
  else readHeaders(trimmed, finds);
  return finds;
}

function readCurl(text: string, finds: Finds): void {
  const words = wordsOf(text);
  for (const [index, word] of words.entries()) {
    const value = words[index + 1] ?? '';
    if (word === '-H' || word === '--header') readHeader(value, finds);
    else if (word === '-b' || word === '--cookie') readHeader(`cookie: ${value}`, finds);
    else if (word === '-A' || word === '--user-agent') finds.headers.set('user-agent', value);
    else if (/^(?:-d|--data(?:-raw|-binary|-ascii|-urlencode)?)$/.test(word)) readBody(value, finds);
  }
}

/** The words of a command as a shell has them. */
function wordsOf(text: string): string[] {
  // For cmd every special character has a caret before it.
  const isCmd = /\^["\r\n%&]/.test(text);
  const source = isCmd ? text.replace(/\^\r?\n/g, ' ').replace(/\^(.)/gs, '$1') : text.replace(/\\\r?\n/g, ' ');
  const words: string[] = [];
  const word = /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|(\\.)|([^\s'"\\]+)|(\s+)/gs;
  let current: string | undefined;
  for (const [, ansi, single, double, escaped, bare, space] of source.matchAll(word)) {
    if (space !== undefined) {
      if (current !== undefined) words.push(current);
      current = undefined;
      continue;
    }
    const piece =
      ansi !== undefined
        ? unescaped(ansi)
        : (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped?.slice(1) ?? bare ?? '');
    current = (current ?? '') + piece;
  }
  if (current !== undefined) words.push(current);
  return words;
}

const unescaped = (text: string): string =>
  text.replace(/\\(u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gis, (_, code: string) => {
    if (/^[ux]./i.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: '\n', r: '\r', t: '\t' }[code] ?? code;
  });

function readFetch(text: string, finds: Finds): void {
  const options = parseJson(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  if (!isRecord(options)) return;
  const { headers, body } = options;
  if (isRecord(headers)) for (const [name, value] of texts(headers)) readHeader(`${name}: ${value}`, finds);
  if (typeof body === 'string') readBody(body, finds);
}

/** Lines of `name: value`, or a bare `a=b; c=d`. */
function readHeaders(text: string, finds: Finds): void {
  const lines = text.split(/\r?\n/);
  const headers = lines.filter((line) => /^:?[\w-]+:\s*\S/.test(line));
  if (headers.length > 0) for (const line of headers) readHeader(line, finds);
  else readHeader(`cookie: ${lines.join(' ')}`, finds);
  // Chrome's list of headers has name and value on lines of their own.
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (next !== undefined && /^[\w-]+:?$/.test(line)) readHeader(`${line.replace(/:$/, '')}: ${next}`, finds);
  }
}

function readHeader(line: string, finds: Finds): void {
  const at = line.indexOf(':', 1);
  if (at === -1) return;
  const name = line.slice(0, at).trim().toLowerCase();
  const value = line.slice(at + 1).trim();
  if (name === 'cookie') readCookies(value, finds);
  if (name === 'set-cookie') readCookies(value.split(';')[0] ?? '', finds);
  else finds.headers.set(name, value);
}

function readCookies(text: string, { cookies }: Finds): void {
  for (const pair of text.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) cookies.set(pair.slice(0, at).trim(), unquoted(pair.slice(at + 1).trim()));
  }
}

function readBody(text: string, { body }: Finds): void {
  const json = parseJson(text);
  const pairs = isRecord(json) ? texts(json) : [...new URLSearchParams(text)];
  for (const [name, value] of pairs) body.set(name, value);
}

/** Rows of the developer tools (`name value domain …`), or of `cookies.txt` (`domain flag path secure expires name value`). */
function readTable(text: string, { cookies, plain }: Finds): void {
  for (const line of text.split(/\r?\n/)) {
    const cells = line.split('\t');
    const isFile = cells.length >= 7 && /^(?:TRUE|FALSE)$/.test(cells[1] ?? '');
    const [name = '', value = ''] = isFile ? cells.slice(5) : cells;
    if (name === '' || (line.startsWith('# ') && isFile)) continue;
    cookies.set(name.trim(), unquoted(value.trim()));
    plain.set(name.trim(), unquoted(value.trim()));
  }
}

function readJson(json: unknown, finds: Finds): void {
  if (Array.isArray(json)) {
    // Extensions: `[{ name, value, domain }]`.
    for (const entry of json) {
      if (!isRecord(entry)) continue;
      const { name, key, value } = entry;
      const called = name ?? key;
      if (typeof called === 'string' && typeof value === 'string') finds.cookies.set(called, value);
    }
    return;
  }
  if (!isRecord(json)) return;
  for (const [name, value] of texts(json)) finds.plain.set(name, value);
  // `{"Request Cookies": {…}}`, `{"cookies": […], "localStorage": {…}}`
  for (const value of Object.values(json)) if (typeof value === 'object' && value !== null) readJson(value, finds);
}

const texts = (record: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(record).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  );

const unquoted = (text: string): string => (/^".*"$/s.test(text) ? text.slice(1, -1) : text);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
