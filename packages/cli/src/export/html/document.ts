import { escapeHTML } from './escape.ts';
import { style } from './style.ts';

/** Nothing of the page may run or be fetched, whatever a message holds. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; media-src 'self' file:; form-action 'none'; base-uri 'none'";

/** Up to where the body begins. */
export const head = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHTML(title)}</title>
<style>${style}</style>
</head>
<body>
`;

export const foot = '</body>\n</html>\n';

/** A path from the page to a file, each part of it encoded. */
export const hrefTo = (path: string): string => escapeHTML(path.split('/').map(encodeURIComponent).join('/'));
