/** The page behind the link that the terminal shows: the owner makes the server theirs by choosing a passphrase. */

import { passphraseField } from './approval.ts';
import { html } from './html.ts';
import { type Page, page } from './page.ts';

/** @param claimCode the end of the link */
export const claimPage = (claimCode: string, problem: string | undefined): Page =>
  page(
    'Make this server yours',
    html`<p>Choose a passphrase. You will need it whenever a program asks to be let in, and nobody can tell it to you again.</p>
<form method="post" action="/claim/${claimCode}">
${passphraseField('new-password', 'Passphrase', problem)}
<small>At least 12 characters. Four or five words that have nothing to do with each other are good.</small>
<label for="again">The same again</label>
<input type="password" id="again" name="again" autocomplete="new-password" required maxlength="1000">
<div class="buttons"><button class="main">Claim this server</button></div>
</form>`,
  );

/** @param appKey goes to the app behind the `#`, which is sent to no server */
export const claimedPage = (appKey: string): Page =>
  page(
    'This server is yours',
    html`<p>You are signed in on this browser. Programs that want to use your chats will ask you here.</p>
<p>What programs may send only with your word waits <a href="/approvals">on a page of its own</a>.</p>
<div class="buttons"><a class="main" href="/#key=${appKey}">Open Partyline</a></div>
<p>Or look at <a href="/docs">what the API can do</a>.</p>`,
  );
