/** Message HTML as plain text, for lists and for copying. Nothing of it is ever put into a page as HTML. */

const breaks = /<(?:br|hr|\/?(?:p|div|li|h[1-6]|tr|pre|blockquote|ul|ol|table))\b[^>]*>/gi;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const spoilers = /<span[^>]*\bdata-mx-spoiler\b[^>]*>[\s\S]*?<\/span>/gi;

/** In one line. What is hidden until somebody opens it stays hidden. */
export const plainText = (html: string): string =>
  spokenText(html.replace(spoilers, '▒▒▒')).replace(/\s+/g, ' ').trim();

/** With its lines. */
export function spokenText(html: string): string {
  return html
    .replace(breaks, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,6}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
