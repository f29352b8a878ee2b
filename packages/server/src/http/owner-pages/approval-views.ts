/** What the approvals page shows, gathered from the rooms. */

import { ApiError, type Approval, type ApprovalState } from '@partyline/protocol';
import { htmlToText } from '@partyline/rich-text';
import type { Services } from '../../operations/operation.ts';
import { type DecidedView, type FileView, shownAtOnce, type WaitingView } from '../../pages/approval-cards.ts';
import type { ApprovalsView } from '../../pages/approvals.ts';

/** A form that could not be taken, so that nothing that was typed is lost. */
export interface Typed {
  readonly id: string;
  readonly text?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Wanted {
  /** The message whose fate is told first. */
  readonly about?: string | undefined;
  readonly cursor?: string | undefined;
  readonly typed?: Typed | undefined;
}

export interface ApprovalViews {
  /** @throws ApiError `VALIDATION_ERROR` for a cursor that is none */
  all(owner: string, wanted: Wanted): Promise<Pick<ApprovalsView, 'waiting' | 'olderPath' | 'decided' | 'news'>>;
  /** @returns undefined when no such message waits */
  whole(owner: string, id: string): Promise<WaitingView | undefined>;
}

const waitingAtOnce = 20;
const decidedAtOnce = 10;
const quoted = 200;
const decidedStates: readonly ApprovalState[] = ['approved', 'refused', 'expired'];

type Rooms = Pick<Services, 'book' | 'media' | 'messages' | 'outbox'>;

export function approvalViews({ book, media, messages, outbox: { approvals } }: Rooms): ApprovalViews {
  const messageOf = ({ chatID }: Approval, owner: string, id: string) => orNone(messages.retrieve(owner, chatID, id));

  const fileOf = async (owner: string, { fileURL, fileName }: Approval): Promise<FileView | undefined> => {
    if (fileURL === undefined) return undefined;
    const opened = await orNone(media.open(owner, fileURL));
    await opened?.file.close();
    const found = opened && { type: opened.contentType, size: opened.size };
    return { name: fileName ?? opened?.fileName ?? 'file', found };
  };

  const waitingView = async (
    owner: string,
    approval: Approval,
    whole: boolean,
    typed?: Typed,
  ): Promise<WaitingView> => {
    const { accountID, pendingMessageID, replyToMessageID, text = '' } = approval;
    const user = book.account(owner, accountID)?.view.user;
    const answered = replyToMessageID === undefined ? undefined : await messageOf(approval, owner, replyToMessageID);
    return {
      approval,
      sender: user === undefined ? undefined : (user.fullName ?? user.username ?? user.phoneNumber ?? user.id),
      repliesTo:
        answered && quote(htmlToText(answered.text ?? '') || answered.attachments?.[0]?.fileName || 'a message'),
      file: await fileOf(owner, approval),
      isCut: !whole && text.length > shownAtOnce,
      typed: typed?.id === pendingMessageID ? typed : undefined,
    };
  };

  const decidedView = async (owner: string, approval: Approval): Promise<DecidedView> => {
    if (approval.state !== 'approved') return { approval, sent: undefined };
    const message = await messageOf(approval, owner, approval.pendingMessageID);
    if (message === undefined) return { approval, sent: undefined };
    const { status = 'SUCCESS', message: why } = message.sendStatus ?? {};
    if (status === 'SUCCESS') return { approval, sent: { status: 'sent' } };
    return { approval, sent: status === 'PENDING' ? { status: 'waiting' } : { status: 'failed', why } };
  };

  const lastDecided = async (owner: string): Promise<Approval[]> => {
    const lists = await Promise.all(
      decidedStates.map((state) => approvals.list(owner, { state, limit: decidedAtOnce })),
    );
    const all = lists.flatMap(({ items }) => items);
    const at = ({ decidedAt, expiresAt }: Approval) => decidedAt ?? expiresAt;
    return all.toSorted((a, b) => (at(a) < at(b) ? 1 : -1)).slice(0, decidedAtOnce);
  };

  return {
    async all(owner, { about, cursor, typed }) {
      const page = await approvals.list(owner, { state: 'pending', cursor, limit: waitingAtOnce });
      const found = about === undefined ? undefined : await orNone(approvals.retrieve(owner, about));
      const decided = await lastDecided(owner);
      // Those whose time is over are dropped within the minute, and cannot be approved any more.
      const waiting = page.items.filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now());
      return {
        waiting: await Promise.all(waiting.map((approval) => waitingView(owner, approval, false, typed))),
        olderPath: page.hasMore && page.oldestCursor !== null ? `/approvals?cursor=${page.oldestCursor}` : undefined,
        decided: await Promise.all(decided.map((approval) => decidedView(owner, approval))),
        news: found === undefined || found.state === 'pending' ? undefined : await decidedView(owner, found),
      };
    },
    async whole(owner, id) {
      const approval = await orNone(approvals.retrieve(owner, id));
      return approval?.state === 'pending' ? waitingView(owner, approval, true) : undefined;
    },
  };
}

const quote = (text: string): string => (text.length > quoted ? `${text.slice(0, quoted)}…` : text);

/** What is not there, or cannot be had, is left out: the page must stand all the same. */
async function orNone<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
