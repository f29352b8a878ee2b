/** The frame of every page for the owner. No scripts: the content policy forbids them, and the pages need none. */

import { hash } from 'node:crypto';
import { Html, html } from './html.ts';
import { style } from './style.ts';

export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PageNeeds {
  /** Where forms may lead besides this server, as sources of a content policy: browsers count the redirect that answers a form. */
  readonly formTargets?: readonly string[];
  /** Pictures of this server. */
  readonly showsPictures?: boolean;
  /** More than a form: it may be wider. */
  readonly isWide?: boolean;
}

export function page(title: string, content: Html, needs: PageNeeds = {}): Page {
  const { formTargets = [], showsPictures = false, isWide = false } = needs;
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Partyline</title><style>${new Html(style)}</style></head>
<body><main${isWide ? html` class="wide"` : undefined}><p class="brand">Partyline</p>
<h1>${title}</h1>
${content}
</main></body>
</html>`;
  const policy = [
    "default-src 'none'",
    `style-src ${styleSource}`,
    ...(showsPictures ? ["img-src 'self'"] : []),
    "base-uri 'none'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
  ];
  return {
    html: document.text,
    headers: {
      'content-security-policy': policy.join('; '),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      // With "no-referrer" browsers would send no Origin with forms, which is looked at here.
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  };
}

const styleSource = `'sha256-${hash('sha256', style, 'base64')}'`;
