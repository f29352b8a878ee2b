/** Which tags and attributes messages may have: Matrix client-server API, "m.room.message msgtypes". */

export type Attributes = ReadonlyMap<string, string>;

type Rule = (value: string) => string | undefined;

const COLOUR: Rule = (value) => (/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined);
const PIXELS: Rule = (value) => (/^\d{1,4}$/.test(value) ? value : undefined);
const ANY: Rule = (value) => value;

const NO_ATTRIBUTES: Readonly<Record<string, Rule>> = {};
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  a: { href: link },
  img: {
    src: (value) => (/^mxc:\/\/[^\s/<>"']+\/[^\s/<>"']+$/.test(value) ? value : undefined),
    alt: ANY,
    title: ANY,
    width: PIXELS,
    height: PIXELS,
  },
  ol: { start: (value) => (/^-?\d{1,9}$/.test(value) ? value : undefined) },
  code: { class: (value) => value.split(/\s+/).find((name) => /^language-[\w+#.-]+$/.test(name)) },
  span: { 'data-mx-color': COLOUR, 'data-mx-bg-color': COLOUR, 'data-mx-spoiler': ANY, 'data-mx-maths': ANY },
  div: { 'data-mx-maths': ANY },
};

const PLAIN_TAGS =
  'del h1 h2 h3 h4 h5 h6 blockquote p ul sup sub li b i u strong em s hr br table thead tbody tr th td caption pre details summary';
const ALLOWED_TAGS: ReadonlySet<string> = new Set([...PLAIN_TAGS.split(' '), ...Object.keys(ATTRIBUTES)]);

/** Older or more general names for what the subset has. */
const SAME_AS: Readonly<Record<string, string>> = {
  strike: 'del',
  ins: 'u',
  tt: 'code',
  kbd: 'code',
  samp: 'code',
  font: 'span',
};

/** Elements whose content is not text for people. */
export const DROPPED_WITH_CONTENT: ReadonlySet<string> = new Set(
  'script style title textarea iframe noembed noframes noscript template svg math object applet xmp plaintext head select audio video canvas mx-reply'.split(
    ' ',
  ),
);

/** An element of the subset for one of the input. @returns `undefined` where only the content may stay */
export function allowedElement(name: string, given: Attributes): { tag: string; attributes: Attributes } | undefined {
  const tag = Object.hasOwn(SAME_AS, name) ? SAME_AS[name] : name;
  if (tag === undefined || !ALLOWED_TAGS.has(tag)) return undefined;
  const rules = ATTRIBUTES[tag] ?? NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  for (const [attribute, rule] of Object.entries(rules)) {
    const value =
      given.get(attribute) ?? (name === 'font' && attribute === 'data-mx-color' ? given.get('color') : undefined);
    const kept = value === undefined ? undefined : rule(value);
    if (kept !== undefined) attributes.set(attribute, kept);
  }
  if (tag === 'a' && !attributes.has('href')) return undefined;
  if (tag === 'img' && !attributes.has('src')) return undefined;
  return { tag, attributes };
}

/** @returns the address without what browsers would drop from it anyway; `undefined` for a scheme that could run or reveal something */
export function link(value: string): string | undefined {
  const address = value
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .replace(/\s/gu, '%20');
  return /^(?:https?|ftp|mailto|magnet):./i.test(address) && URL.canParse(address) ? address : undefined;
}
