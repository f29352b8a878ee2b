/** The page on which the owner types the code that a device shows (RFC 8628, section 3.3). */

import { html } from './html.ts';
import { type Page, page } from './page.ts';

export const devicePage = (problem: string | undefined): Page =>
  page(
    'Let a device in',
    html`<p>Type the code that the device or the program shows.</p>
<form method="get" action="/oauth/device">
<label for="user_code">Code</label>
<input class="code" type="text" id="user_code" name="user_code" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="XXXX-XXXX">
${problem === undefined ? undefined : html`<p class="wrong" role="alert">${problem}</p>`}
<div class="buttons"><button class="main">Go on</button></div>
</form>`,
  );
