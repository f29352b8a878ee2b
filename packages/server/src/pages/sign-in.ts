/** Where the owner types the passphrase before a page of theirs is shown. */

import { passphraseField } from './approval.ts';
import { html } from './html.ts';
import { type Page, page } from './page.ts';

/** @param action where the passphrase goes */
export const signInPage = (action: string, problem: string | undefined): Page =>
  page(
    'Sign in',
    html`<p>Only the owner of this server may see this page.</p>
<form method="post" action="${action}">
${passphraseField('current-password', 'Your passphrase', problem)}
<div class="buttons"><button class="main">Sign in</button></div>
</form>`,
  );
