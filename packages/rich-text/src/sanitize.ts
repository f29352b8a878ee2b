import { escapeHTML } from './plain.ts';
import { VOID_TAGS, walk } from './walk.ts';

/**
 * HTML from anybody, cut down to the subset: other tags go and their text stays, except where it is not text for people (`script`, `style`,
 * `svg`, ...). Links keep `http`, `https`, `ftp`, `mailto` and `magnet` addresses, images `mxc` ones. Elements deeper than 100 go. White space
 * that only lays out the source goes too. The result is well formed, and the same when it is given in again.
 */
export function sanitizeHTML(html: string): string {
  if (!/[<>&"\n]/.test(html)) return html;
  let out = '';
  walk(html, {
    text: (data) => {
      out += escapeHTML(data);
    },
    open: (tag, attributes) => {
      out += `<${tag}`;
      for (const [name, value] of attributes) out += ` ${name}="${escapeHTML(value)}"`;
      out += '>';
    },
    close: (tag) => {
      if (!VOID_TAGS.has(tag)) out += `</${tag}>`;
    },
  });
  return out;
}
