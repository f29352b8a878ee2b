import { Check, CircleAlert, Clock } from 'lucide-react';
import { useData } from '../../app/context.ts';
import type { TimelineItem } from '../../data/message-order.ts';
import type { Timeline } from '../../data/timeline.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import styles from './SendState.module.css';

interface SendStateProps {
  readonly item: TimelineItem;
  readonly timeline: Timeline;
}

/** What became of an own message. */
export function SendState({ item: { key, local, message }, timeline }: SendStateProps) {
  const { drafts } = useData();
  if (message.isSender !== true) return null;
  if (local?.kind === 'refused') {
    const discard = () => {
      const text = timeline.discard(key)?.text;
      if (text !== undefined) drafts.set(message.chatID, text);
    };
    return (
      <span className={styles['bad']}>
        <CircleAlert size={13} aria-hidden="true" /> {t.chat.notSent}: {errorText(local.error)}{' '}
        <button type="button" className={styles['choice']} onClick={() => timeline.retry(key)}>
          {t.app.retry}
        </button>
        <button type="button" className={styles['choice']} onClick={discard}>
          {t.chat.discard}
        </button>
      </span>
    );
  }
  const status = local?.kind === 'sending' ? 'PENDING' : (message.sendStatus?.status ?? 'SUCCESS');
  if (status === 'PENDING') return <Clock size={12} role="img" aria-label={t.chat.sending} />;
  if (status === 'SUCCESS') return <Check size={13} role="img" aria-label={t.chat.sent} />;
  return (
    <span className={styles['bad']}>
      <CircleAlert size={13} aria-hidden="true" /> {t.chat.notSent}
      {message.sendStatus?.message !== undefined && `: ${message.sendStatus.message}`}
    </span>
  );
}
