import type { Message } from '@partyline/protocol';
import { useEffect } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { shortText } from '../../format/dates.ts';
import { plainText } from '../../html/plain-text.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import styles from './SearchHit.module.css';

/** A message that was found; leads to its place. */
export function SearchHit({ message }: { readonly message: Message }) {
  const { chatID, id, isSender, senderName, text, timestamp } = message;
  const { chats } = useData();
  const chat = useChat(chatID);
  useEffect(() => {
    // Its title is a nicety: the hit is good without.
    if (chats.get(chatID) === undefined) chats.load(chatID).catch(() => undefined);
  }, [chats, chatID]);
  return (
    <RouteLink className={styles['hit']} to={{ view: 'inbox', chatID, messageID: id }}>
      <span className={styles['head']}>
        <bdi className={styles['title']}>{chat?.title ?? ''}</bdi>
        <time dateTime={timestamp}>{shortText(timestamp)}</time>
      </span>
      <span className={styles['text']} dir="auto">
        <b>{isSender === true ? t.inbox.you : `${senderName ?? ''}:`}</b> {plainText(text ?? '')}
      </span>
    </RouteLink>
  );
}
