/** The page on which the owner approves a program or refuses it. Who asks is shown as what it is: what a program says of itself. */

import { type Html, html } from './html.ts';
import { type Page, page } from './page.ts';
import { type ProgramLimits, programLimits } from './program-limits.ts';

export interface ApprovalView {
  /** The page's secret. */
  readonly page: string;
  readonly clientName: string;
  readonly clientURI: string | undefined;
  readonly registeredAt: Date;
  /** From where the program registered. */
  readonly clientAddress: string | undefined;
  readonly limits: ProgramLimits;
  /** Where the answer goes; undefined for a device that waits for it. */
  readonly redirectURI: string | undefined;
  /** The code that the device shows. */
  readonly userCode: string | undefined;
  readonly asksPassphrase: boolean;
  /** What was wrong with the passphrase. */
  readonly problem: string | undefined;
}

export function approvalPage(view: ApprovalView): Page {
  return page(
    `Let “${view.clientName}” in?`,
    html`<p>A program that calls itself <strong>${view.clientName}</strong> wants to use the chat accounts on this server. Anybody can choose such a name. Allow it only if you have just started this yourself.</p>
<form method="post" action="/oauth/authorize/callback">
<input type="hidden" name="page" value="${view.page}">
<div class="card"><dl>
${view.clientURI === undefined ? undefined : html`<dt>Says it is from</dt><dd>${view.clientURI}</dd>`}
${destination(view)}
<dt>Registered</dt><dd>${view.registeredAt.toISOString().slice(0, 16).replace('T', ' ')} UTC${view.clientAddress === undefined ? '' : ` from ${view.clientAddress}`}</dd>
</dl></div>
${programLimits(view.limits)}
${view.asksPassphrase ? passphraseField('current-password', 'Your passphrase', view.problem) : undefined}
<div class="buttons"><button class="main" name="decision" value="allow">Allow</button><button name="decision" value="deny" formnovalidate>Do not allow</button></div>
</form>`,
    view.redirectURI === undefined ? {} : { formTargets: [formTarget(view.redirectURI)] },
  );
}

function destination({ redirectURI, userCode }: ApprovalView): Html | undefined {
  if (userCode !== undefined)
    return html`<dt>The device shows this code</dt><dd><span class="code">${userCode}</span><small>If it shows another one, or you have no such device in front of you, do not allow it.</small></dd>`;
  const url = redirectURI === undefined ? null : URL.parse(redirectURI);
  if (url === null) return undefined;
  const where =
    url.protocol === 'https:' && !isLoopback(url.hostname)
      ? html`the web site <strong>${url.host}</strong>`
      : isWeb(url)
        ? html`a program on the computer that this browser runs on (${url.host})`
        : html`the app on this device that opens <strong>${url.protocol}</strong> links`;
  return html`<dt>Your answer goes to</dt><dd>${where}</dd>`;
}

const isWeb = ({ protocol }: URL) => protocol === 'http:' || protocol === 'https:';
const isLoopback = (name: string) => name === 'localhost' || name === '127.0.0.1' || name === '[::1]';

export function passphraseField(
  purpose: 'current-password' | 'new-password',
  label: string,
  problem: string | undefined,
): Html {
  return html`<input type="text" name="username" autocomplete="username" value="owner" hidden readonly>
<label for="passphrase">${label}</label>
<input type="password" id="passphrase" name="passphrase" autocomplete="${purpose}" required maxlength="1000"${problem === undefined ? undefined : html` aria-describedby="problem" aria-invalid="true"`}>
${problem === undefined ? undefined : html`<p class="wrong" id="problem" role="alert">${problem}</p>`}`;
}

/** A content policy knows no IPv6 addresses and no paths of schemes: there the scheme stands for all. */
function formTarget(redirectURI: string): string {
  const url = new URL(redirectURI);
  return isWeb(url) && !url.hostname.startsWith('[') ? url.origin : url.protocol;
}
