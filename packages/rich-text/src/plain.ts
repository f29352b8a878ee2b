const SPECIAL = /[&<>"\r\n]/;

/** Text as HTML that shows exactly that text: escaped, with line breaks as `<br>`. `\r\n` and `\r` are line breaks too. */
export function plainToHTML(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return escapeHTML(text).replace(/\r\n?|\n/g, '<br>');
}

/** For text and for attributes in double quotes. */
export function escapeHTML(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
