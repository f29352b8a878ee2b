/** Message HTML made harmless: the subset that the wire knows (contract: Matrix HTML), and nothing that loads, runs or looks like the app. */

import DOMPurify, { type Config } from 'dompurify';

const config = {
  ALLOWED_TAGS: [
    ...['a', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'strike', 'sub', 'sup', 'code', 'pre', 'span', 'br', 'hr'],
    ...['p', 'div', 'blockquote', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'details', 'summary'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'caption', '#text'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'data-mx-spoiler'],
  // These are no addresses.
  ADD_URI_SAFE_ATTR: ['start', 'data-mx-spoiler'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|matrix):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} satisfies Config;

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

// Small pictures within a text stand for letters: what they stand for is all that is shown of them.
DOMPurify.addHook('beforeSanitizeElements', (node) => {
  if (!(node instanceof Element) || node.nodeName !== 'IMG') return;
  const words = node.getAttribute('alt') ?? node.getAttribute('title') ?? '';
  node.before(node.ownerDocument.createTextNode(words));
});

export const sanitized = (html: string): DocumentFragment => DOMPurify.sanitize(html, config);
