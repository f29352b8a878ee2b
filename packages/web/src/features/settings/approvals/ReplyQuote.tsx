import { useCallback } from 'react';
import { useData } from '../../../app/context.ts';
import { plainText } from '../../../html/plain-text.ts';
import { t } from '../../../texts/texts.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import styles from './ApprovalCard.module.css';

interface ReplyQuoteProps {
  readonly chatID: string;
  readonly messageID: string;
}

/** What the message answers. */
export function ReplyQuote({ chatID, messageID }: ReplyQuoteProps) {
  const { api } = useData();
  const { state } = useLoaded(
    useCallback(() => api.messages.retrieve(messageID, { chatID }), [api, chatID, messageID]),
  );
  if (state.kind === 'loading') return null;
  if (state.kind === 'failed') return <p className={styles['soft']}>{t.settings.approvals.replyGone}</p>;
  const { senderName, text } = state.value;
  return (
    <blockquote className={styles['quote']}>
      {t.settings.approvals.replyTo} <bdi>{senderName}</bdi>: <bdi>{plainText(text ?? '')}</bdi>
    </blockquote>
  );
}
