import type { Approval } from '@partyline/protocol';
import { Clock, Paperclip } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId } from 'react';
import { momentText } from '../../../format/dates.ts';
import { mediaAddress } from '../../../format/media-address.ts';
import { RouteLink } from '../../../routing/RouteLink.tsx';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './ApprovalCard.module.css';
import { ExactText } from './ExactText.tsx';
import { ReplyQuote } from './ReplyQuote.tsx';

export type Decision = 'approve' | 'edit' | 'refuse';

interface ApprovalCardProps {
  readonly approval: Approval;
  readonly ref: Ref<HTMLElement>;
  readonly isBusy: boolean;
  onDecide(decision: Decision): void;
  /** J and K, and the arrows: so many cards further. */
  onMove(by: 1 | -1): void;
}

const decisions: Readonly<Record<string, Decision>> = { a: 'approve', e: 'edit', r: 'refuse' };
const moves: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** One message that waits: everything that would be sent, and the three things to do. */
export function ApprovalCard({ approval, ref, isBusy, onDecide, onMove }: ApprovalCardProps) {
  const { tokenName, chatTitle, chatID, network, text, createdAt, expiresAt, sendAt, replyToMessageID } = approval;
  const id = useId();
  const texts = t.settings.approvals;
  const onKeyDown = (event: KeyboardEvent) => {
    // Letters count on the card itself alone (WCAG 2.1.4), and only by themselves.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const decision = decisions[key];
    const move = moves[key];
    if (decision === undefined && move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (move !== undefined) onMove(move);
    else if (decision !== undefined && !isBusy && !event.repeat) onDecide(decision);
  };
  return (
    <article
      ref={ref}
      className={styles['card']}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys
      tabIndex={0}
      aria-labelledby={id}
      aria-keyshortcuts="a e r j k"
      onKeyDown={onKeyDown}
    >
      <h4 id={id} className={styles['who']}>
        <bdi>{tokenName}</bdi> <span className={styles['soft']}>{texts.wantsTo}</span> <bdi>{chatTitle}</bdi>{' '}
        <span className={styles['soft']}>
          (<bdi>{network}</bdi>)
        </span>
      </h4>
      {replyToMessageID !== undefined && <ReplyQuote chatID={chatID} messageID={replyToMessageID} />}
      {text !== undefined && text !== '' && <ExactText text={text} />}
      <ApprovalFile approval={approval} />
      {sendAt !== undefined && (
        <p className={styles['line']}>
          <Clock size={16} aria-hidden="true" /> {texts.sendAt(momentText(sendAt))}
        </p>
      )}
      <p className={styles['soft']}>
        {texts.asked(momentText(createdAt))} · {texts.until(momentText(expiresAt))} ·{' '}
        <RouteLink className={styles['link']} to={{ view: 'inbox', chatID }}>
          {texts.chat}
        </RouteLink>
      </p>
      <div className={styles['actions']}>
        <Button look="primary" isBusy={isBusy} onClick={() => onDecide('approve')}>
          {texts.approve}
        </Button>
        {text !== undefined && (
          <Button disabled={isBusy} onClick={() => onDecide('edit')}>
            {texts.edit}
          </Button>
        )}
        <Button disabled={isBusy} onClick={() => onDecide('refuse')}>
          {texts.refuse}
        </Button>
      </div>
    </article>
  );
}

export function ApprovalFile({ approval: { fileName, fileURL } }: { readonly approval: Approval }) {
  if (fileName === undefined) return null;
  const address = mediaAddress(fileURL);
  return (
    <p className={styles['line']}>
      <Paperclip size={16} aria-hidden="true" />
      {address === undefined ? (
        <bdi>{fileName}</bdi>
      ) : (
        <a className={styles['link']} href={address} download={fileName}>
          <span className="visually-hidden">{t.settings.approvals.file} </span>
          <bdi>{fileName}</bdi>
        </a>
      )}
    </p>
  );
}
