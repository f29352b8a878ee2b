import type { Message } from '@partyline/protocol';
import { Paperclip } from 'lucide-react';
import { useEffect } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { fullText, shortText } from '../../format/dates.ts';
import { plainText } from '../../html/plain-text.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Marked } from './Marked.tsx';
import styles from './SearchHit.module.css';

/** A message that was found; leads to its place. */
export function SearchHit({ message, terms }: { readonly message: Message; readonly terms: readonly string[] }) {
  const { chatID, id, isSender, senderID, senderName = '', text = '', timestamp, attachments } = message;
  const { chats } = useData();
  const chat = useChat(chatID);
  useEffect(() => {
    // Its title is a nicety: the hit is good without.
    if (chats.get(chatID) === undefined) chats.load(chatID).catch(() => undefined);
  }, [chats, chatID]);
  const sender = isSender === true ? t.chat.own : senderName;
  const files = attachments?.map(({ fileName }) => fileName ?? t.inbox.kinds.file) ?? [];
  return (
    <RouteLink className={styles['hit']} to={{ view: 'inbox', chatID, messageID: id }} data-result="">
      <Avatar name={sender} id={senderID} size="small" />
      <span className={styles['words']}>
        <span className={styles['head']}>
          <span className={styles['who']}>
            <bdi className={styles['sender']}>{sender}</bdi>
            {chat !== undefined && chat.title !== sender && (
              <bdi className={styles['chat']}>
                {chat.title} · {chat.network}
              </bdi>
            )}
            {chat !== undefined && chat.title === sender && <span className={styles['chat']}>{chat.network}</span>}
          </span>
          <time className={styles['time']} dateTime={timestamp} title={fullText(timestamp)}>
            {shortText(timestamp)}
          </time>
        </span>
        {text !== '' && (
          <span className={styles['text']} dir="auto">
            <Marked text={plainText(text)} terms={terms} />
          </span>
        )}
        {files.length > 0 && (
          <span className={styles['files']}>
            <Paperclip size={13} aria-hidden="true" />
            <bdi>
              <Marked text={files.join(', ')} terms={terms} />
            </bdi>
          </span>
        )}
      </span>
    </RouteLink>
  );
}
