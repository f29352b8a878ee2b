import { useEffect, useMemo } from 'react';
import { useReadable, useSelected } from '../../app/use-readable.ts';
import { isCalled } from '../../data/message-order.ts';
import type { Quoted } from '../../data/quotes.ts';
import { nameOf, summaryOf } from '../../format/message-kind.ts';
import { t } from '../../texts/texts.ts';
import styles from './ReplyQuote.module.css';
import { useRoom } from './room.ts';

/** What a message answers; a click goes there. */
export function ReplyQuote({ messageID }: { readonly messageID: string }) {
  const { jumpTo } = useRoom();
  const quoted = useQuoted(messageID);
  if (quoted === undefined || quoted === 'missing')
    return <p className={styles['missing']}>{quoted === undefined ? t.app.loading : t.chat.quoteMissing}</p>;
  const name = nameOf(quoted);
  return (
    <button type="button" className={styles['quote']} onClick={() => jumpTo(quoted.id)}>
      <span className="visually-hidden">{t.chat.answers}</span>
      <bdi className={styles['name']}>{name}</bdi>
      <span className={styles['text']} dir="auto">
        {summaryOf(quoted)}
      </span>
    </button>
  );
}

/** From what is loaded, else from the server. */
function useQuoted(messageID: string): Quoted | undefined {
  const { timeline } = useRoom();
  const here = useSelected(
    timeline.state,
    ({ items }) => items.find(({ message }) => isCalled(message, messageID))?.message,
  );
  const fetched = useReadable(useMemo(() => timeline.quotes.at(messageID), [timeline, messageID]));
  const isHere = here !== undefined;
  useEffect(() => {
    if (!isHere) timeline.quotes.want(messageID);
  }, [timeline, messageID, isHere]);
  return here ?? fetched;
}
