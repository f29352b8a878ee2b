import type { Message } from '@partyline/protocol';
import { memo } from 'react';
import { useChat } from '../../app/context.ts';
import type { TimelineItem } from '../../data/message-order.ts';
import type { Timeline } from '../../data/timeline.ts';
import { dayText, fullText, isSameDay, timeText } from '../../format/dates.ts';
import { RichText } from '../../html/RichText.tsx';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './MessageRow.module.css';
import { SendState } from './SendState.tsx';

interface MessageRowProps {
  readonly item: TimelineItem;
  readonly previous: Message | undefined;
  readonly next: Message | undefined;
  readonly timeline: Timeline;
  readonly chatID: string;
}

/** Messages of one person within this stand together. */
const togetherMs = 5 * 60_000;

export const MessageRow = memo(function MessageRow({ item, previous, next, timeline, chatID }: MessageRowProps) {
  const { message } = item;
  const isGroup = useChat(chatID)?.type === 'group';
  const isOwn = message.isSender === true;
  const isFirst = !standTogether(previous, message);
  const isLast = !standTogether(message, next);
  const isNewDay = previous === undefined || !isSameDay(previous.timestamp, message.timestamp);
  const name = message.senderName ?? message.senderID;
  return (
    <>
      {isNewDay && (
        <h2 className={styles['day']}>
          <span>{dayText(message.timestamp)}</span>
        </h2>
      )}
      <article className={styles['message']} data-own={isOwn} data-first={isFirst} data-last={isLast}>
        {!isOwn && isGroup && (
          <div className={styles['face']}>{isLast && <Avatar name={name} id={message.senderID} size="small" />}</div>
        )}
        <div className={styles['body']}>
          {isFirst && (isGroup || isOwn) && (
            <p className={isOwn || !isGroup ? 'visually-hidden' : styles['sender']}>
              <bdi>{isOwn ? t.chat.own : name}</bdi>
            </p>
          )}
          <div className={styles['bubble']}>
            <Content message={message} />
            <span className={styles['meta']}>
              {message.editedTimestamp !== undefined && <span>{t.chat.edited}</span>}
              <time dateTime={message.timestamp} title={fullText(message.timestamp)}>
                {timeText(message.timestamp)}
              </time>
              <SendState item={item} timeline={timeline} />
            </span>
          </div>
        </div>
      </article>
    </>
  );
});

function Content({ message: { isDeleted, text, attachments } }: { readonly message: Message }) {
  if (isDeleted === true) return <p className={styles['deleted']}>{t.chat.deleted}</p>;
  const names = attachments?.map(({ id, fileName }) => ({ id, text: fileName ?? t.chat.attachment })) ?? [];
  return (
    <>
      {names.map((name, index) => (
        <p key={name.id ?? index} className={styles['attachment']}>
          {name.text}
        </p>
      ))}
      {text !== undefined && text !== '' && <RichText html={text} />}
    </>
  );
}

function standTogether(one: Message | undefined, other: Message | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if ((one.isSender === true) !== (other.isSender === true)) return false;
  if (one.isSender !== true && one.senderID !== other.senderID) return false;
  const apart = Date.parse(other.timestamp) - Date.parse(one.timestamp);
  return apart < togetherMs && isSameDay(one.timestamp, other.timestamp);
}
