/** One message that waits for the owner, or waited. All of its texts were chosen by programs and people elsewhere. */

import type { Approval } from '@partyline/protocol';
import { type Html, html } from './html.ts';
import { clock, distance } from './times.ts';
import { visible, visibleBlock } from './visible-text.ts';

export interface FileView {
  readonly name: string;
  /** Undefined: it is not here any more. */
  readonly found: { readonly type: string; readonly size: number } | undefined;
}

export interface WaitingView {
  readonly approval: Approval;
  /** The identity under which it would be sent. */
  readonly sender: string | undefined;
  /** What it answers. */
  readonly repliesTo: string | undefined;
  readonly file: FileView | undefined;
  /** It stands here as a part of it, and cannot be approved unread. */
  readonly isCut: boolean;
  /** What was typed into a form that could not be taken. */
  readonly typed: { readonly text?: string | undefined; readonly reason?: string | undefined } | undefined;
}

export interface DecidedView {
  readonly approval: Approval;
  /** What became of the message, where it was approved. */
  readonly sent: { readonly status: 'sent' | 'waiting' | 'failed'; readonly why?: string | undefined } | undefined;
}

/** Characters of a text on the page of all; the rest is on the page of one. */
export const shownAtOnce = 2_000;

const shownInline = /^image\/(?:png|jpeg|gif|webp)$/;

export function waitingCard(view: WaitingView, { page, now }: { readonly page: string; readonly now: number }): Html {
  const { approval, repliesTo, sender, file, isCut } = view;
  const { pendingMessageID: id, text, sendAt, expiresAt, createdAt, network } = approval;
  return html`<article class="card" id="${id}">
<h2>To ${visible(approval.chatTitle)}</h2>
<p class="facts">On ${visible(network)}${sender === undefined ? undefined : html`, as ${visible(sender)}`}. Asked for by <strong>${visible(approval.tokenName)}</strong> ${distance(createdAt, now)}.</p>
${repliesTo === undefined ? undefined : html`<p class="facts">It answers: ${visible(repliesTo)}</p>`}
${text === undefined ? undefined : visibleBlock(isCut ? `${text.slice(0, shownAtOnce)}…` : text)}
${file === undefined ? undefined : fileLine(id, file)}
${sendAt === undefined ? undefined : html`<p class="facts">To be sent at ${clock(sendAt)}, ${distance(sendAt, now)}.</p>`}
<p class="facts">Without a word from you it is dropped ${distance(expiresAt, now)} (${clock(expiresAt)}).</p>
${isCut ? html`<p><a href="/approvals/${id}">Read the whole of it</a> to approve it: it has ${text?.length ?? 0} characters.</p>` : approveForms(view, page)}
${refuseForm(view, page)}
</article>`;
}

function fileLine(id: string, { name, found }: FileView): Html {
  if (found === undefined)
    return html`<p class="facts">With the file ${visible(name)}, which is not here any more.</p>`;
  const path = `/approvals/${id}/file`;
  return html`<p class="facts">With the file <a href="${path}">${visible(name)}</a> (${found.type}, ${bytes(found.size)}).</p>
${shownInline.test(found.type) ? html`<img src="${path}" alt="The picture that goes with it">` : undefined}`;
}

const start = (id: string, page: string): Html =>
  html`<form method="post" action="/approvals/${id}"><input type="hidden" name="page" value="${page}">`;

/** Forms of their own: Enter in a field presses the first button of its form. */
function approveForms({ approval: { pendingMessageID: id, text = '' }, typed }: WaitingView, page: string): Html {
  const edited = typed?.text;
  return html`${start(id, page)}<div class="buttons"><button class="main" name="decision" value="approve">Send it as it is</button></div></form>
<details${edited === undefined ? undefined : html` open`}><summary>Send another text instead</summary>
${start(id, page)}<label for="text-${id}">Text, as Markdown</label>
<textarea id="text-${id}" name="text" rows="5" dir="auto" maxlength="500000">
${edited ?? text}</textarea>
<div class="buttons"><button name="decision" value="edit">Send this text</button></div></form></details>`;
}

function refuseForm({ approval: { pendingMessageID: id }, typed }: WaitingView, page: string): Html {
  const reason = typed?.reason;
  return html`<details${reason === undefined ? undefined : html` open`}><summary>Do not send it</summary>
${start(id, page)}<label for="reason-${id}">Why? The program is told; you may leave it empty.</label>
<input type="text" id="reason-${id}" name="reason" dir="auto" maxlength="1000" autocomplete="off" value="${reason ?? ''}">
<div class="buttons"><button name="decision" value="refuse">Refuse</button></div></form></details>`;
}

const shortText = 160;

export function decidedItem(view: DecidedView, now: number): Html {
  const { chatTitle, network, tokenName, text, fileName, decidedAt, expiresAt } = view.approval;
  const said = text ?? '';
  return html`<li><p>${outcome(view)}</p>
<p class="facts">${visible(tokenName)} to ${visible(chatTitle)}, ${visible(network)}, ${distance(decidedAt ?? expiresAt, now)}${said === '' ? undefined : html`: ${visible(said.length > shortText ? `${said.slice(0, shortText)}…` : said)}`}${fileName === undefined ? undefined : html` [${visible(fileName)}]`}</p></li>`;
}

/** In one sentence. */
export function outcome({ approval: { state, reason, isEdited, sendAt }, sent }: DecidedView): Html {
  if (state === 'pending') return html`It waits for you.`;
  if (state === 'expired') return html`Nobody decided in time: it was not sent.`;
  if (state === 'refused') return html`Not sent.${reason === undefined ? undefined : html` ${visible(reason)}`}`;
  const how = isEdited ? 'Approved with your text' : 'Approved';
  if (sent === undefined) return html`${how}.`;
  if (sent.status === 'sent') return html`${how}, and sent.`;
  if (sent.status === 'failed')
    return html`${how}, but <strong>not sent</strong>.${sent.why === undefined ? undefined : html` ${visible(sent.why)}`}`;
  return html`${how}. ${sendAt === undefined ? 'It is on its way.' : `It goes out at ${clock(sendAt)}.`}`;
}

function bytes(count: number): string {
  if (count < 1_000) return `${count} bytes`;
  if (count < 1_000_000) return `${Math.ceil(count / 1_000)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}
