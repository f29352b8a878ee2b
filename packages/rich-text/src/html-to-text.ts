import { layOut } from './layout.ts';

/**
 * HTML as a person reads it: paragraphs and list items on lines of their own, quotes after `> `, links as their text, followed by the address in
 * brackets where it says something else. Nothing that {@link plainToHTML} made is changed.
 */
export function htmlToText(html: string): string {
  if (!/[<&\n]/.test(html)) return html;
  let out = '';
  layOut(html, (text) => {
    out += text;
  });
  return out;
}
