/** What the owner holds a program to when they let it in: a part of the approval page. */

import { type Html, html } from './html.ts';
import { visible } from './visible-text.ts';

export interface ProgramLimits {
  /** It asks for more than reading. */
  readonly mayWrite: boolean;
  /** What can be chosen; undefined as long as it is not certain that the owner looks at the page. */
  readonly accounts: readonly { readonly id: string; readonly network: string; readonly name: string }[] | undefined;
  readonly chosen: ChosenLimits;
  /** What was wrong with the last choice. */
  readonly problem: string | undefined;
}

/** As the form says it. */
export interface ChosenLimits {
  readonly writes: boolean;
  readonly asksFirst: boolean;
  readonly seesAll: boolean;
  readonly accountIDs: readonly string[];
}

/** Each field of a form can be given once, so each account has one of its own. */
export const accountField = (id: string): string => `account:${id}`;

export function programLimits({ mayWrite, accounts, chosen, problem }: ProgramLimits): Html {
  return html`<fieldset><legend>What it may see</legend>
${choice('radio', 'see', 'all', chosen.seesAll, html`<strong>All accounts</strong>, also those added later: their chats, messages and files.`)}
${choice('radio', 'see', 'these', !chosen.seesAll, html`<strong>Only accounts that I choose</strong>${accounts === undefined ? ' on the next page' : ''}. To it, the others are not there.`)}
${accounts === undefined || accounts.length === 0 ? undefined : html`<div class="inner">${accounts.map(({ id, network, name }) => choice('checkbox', accountField(id), 'yes', chosen.accountIDs.includes(id), html`${visible(network)}: ${visible(name)}`))}</div>`}
${problem === undefined ? undefined : html`<p class="wrong" role="alert">${problem}</p>`}
</fieldset>
<fieldset><legend>What it may do</legend>
${mayWrite ? writing(chosen) : html`<p>It only reads. It cannot send or change anything.</p>`}
</fieldset>`;
}

const writing = ({ writes, asksFirst }: ChosenLimits): Html =>
  html`${choice('checkbox', 'write', 'yes', writes, html`It may also <strong>send and change</strong>: messages, reactions, chats, accounts. Take the tick away to let it read only.`)}
${choice('checkbox', 'approve', 'yes', asksFirst, html`What it sends <strong>waits for my approval</strong>. It cannot edit, delete or react, nor change accounts.`)}`;

const choice = (type: 'radio' | 'checkbox', name: string, value: string, isChosen: boolean, label: Html): Html =>
  html`<label class="choice"><input type="${type}" name="${name}" value="${value}"${isChosen ? html` checked` : undefined}><span>${label}</span></label>`;
