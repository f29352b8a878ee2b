/** The page on which the owner approves, edits or refuses what programs want to send. */

import { passphraseField } from './approval.ts';
import { type DecidedView, decidedItem, outcome, type WaitingView, waitingCard } from './approval-cards.ts';
import { type Html, html } from './html.ts';
import { type Page, page } from './page.ts';
import { visible, visibleBlock } from './visible-text.ts';

export interface ApprovalsView {
  /** The page's secret. */
  readonly page: string;
  readonly waiting: readonly WaitingView[];
  /** Where those that were asked for earlier are. */
  readonly olderPath: string | undefined;
  readonly decided: readonly DecidedView[];
  /** What was decided just now, or was found decided. */
  readonly news: DecidedView | undefined;
  readonly problem: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const title = 'Messages that wait for you';

export const approvalsPage = (view: ApprovalsView): Page =>
  page(
    title,
    html`${notes(view)}
${view.waiting.length === 0 ? html`<p>Nothing waits for your approval.</p>` : view.waiting.map((waiting) => waitingCard(waiting, view))}
<p><a href="/approvals">Look again</a>${view.olderPath === undefined ? undefined : html` · <a href="${view.olderPath}">Earlier ones</a>`}</p>
${view.decided.length === 0 ? undefined : html`<h2>What became of the last ones</h2>\n<ul class="decided">${view.decided.map((decided) => decidedItem(decided, view.now))}</ul>`}`,
    { isWide: true, showsPictures: true },
  );

/** One message, at its whole length. */
export const oneApprovalPage = (
  view: Pick<ApprovalsView, 'page' | 'now' | 'problem' | 'news'>,
  one: WaitingView,
): Page =>
  page(
    'A message that waits for you',
    html`${notes(view)}
${waitingCard(one, view)}
<p><a href="/approvals">All that wait</a></p>`,
    { isWide: true, showsPictures: true },
  );

function notes({ problem, news }: Pick<ApprovalsView, 'problem' | 'news'>): readonly Html[] {
  return [
    ...(problem === undefined ? [] : [html`<p class="wrong" role="alert">${problem}</p>`]),
    ...(news === undefined
      ? []
      : [html`<p class="news" role="status">${visible(news.approval.chatTitle)}: ${outcome(news)}</p>`]),
  ];
}

export interface ConfirmView {
  readonly page: string;
  readonly pendingMessageID: string;
  /** What the form said. */
  readonly decision: string;
  readonly text: string | undefined;
  readonly reason: string | undefined;
  readonly problem: string | undefined;
}

/** The passphrase was given too long ago: nothing that was typed is lost meanwhile. */
export const confirmPage = (view: ConfirmView): Page =>
  page(
    'Still you?',
    html`<p>It has been a while since you signed in. With your passphrase this goes on:</p>
<p><strong>${whatItDoes(view)}</strong></p>
${view.text === undefined ? undefined : visibleBlock(view.text)}
<form method="post" action="/approvals/${encodeURIComponent(view.pendingMessageID)}">
<input type="hidden" name="page" value="${view.page}">
<input type="hidden" name="decision" value="${view.decision}">
${view.text === undefined ? undefined : html`<textarea name="text" hidden>\n${view.text}</textarea>`}
${view.reason === undefined ? undefined : html`<input type="hidden" name="reason" value="${view.reason}">`}
${passphraseField('current-password', 'Your passphrase', view.problem)}
<div class="buttons"><button class="main">Go on</button></div>
</form>
<p><a href="/approvals">No, back to all that wait</a></p>`,
    { isWide: true },
  );

function whatItDoes({ decision }: ConfirmView): string {
  if (decision === 'refuse') return 'The message is refused.';
  return decision === 'edit' ? 'This text is sent instead.' : 'The message is sent as it is.';
}
