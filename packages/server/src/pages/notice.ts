/** A page that only says something. */

import { html } from './html.ts';
import { type Page, page } from './page.ts';

export const noticePage = (title: string, text: string): Page => page(title, html`<p>${text}</p>`);
