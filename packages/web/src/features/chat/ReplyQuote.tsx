import type { Message } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { useSelected } from '../../app/use-readable.ts';
import { isCalled } from '../../data/message-order.ts';
import { nameOf, summaryOf } from '../../format/message-kind.ts';
import { t } from '../../texts/texts.ts';
import styles from './ReplyQuote.module.css';
import { useRoom } from './room.ts';

/** What a message answers; a click goes there. */
export function ReplyQuote({ messageID }: { readonly messageID: string }) {
  const { jumpTo } = useRoom();
  const quoted = useQuoted(messageID);
  if (quoted === undefined) return <p className={styles['missing']}>{t.chat.quoteMissing}</p>;
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
function useQuoted(messageID: string): Message | undefined {
  const { api } = useData();
  const { timeline, chatID } = useRoom();
  const here = useSelected(
    timeline.state,
    ({ items }) => items.find(({ message }) => isCalled(message, messageID))?.message,
  );
  const [fetched, setFetched] = useState<Message>();
  const isHere = here !== undefined;
  useEffect(() => {
    if (isHere) return;
    let isWanted = true;
    api.messages.retrieve(messageID, { chatID }).then(
      (message) => isWanted && setFetched(message),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [api, chatID, messageID, isHere]);
  return here ?? fetched;
}
