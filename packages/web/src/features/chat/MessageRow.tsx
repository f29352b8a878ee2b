import type { Message } from '@partyline/protocol';
import { memo, type ReactNode, useMemo } from 'react';
import type { TimelineItem } from '../../data/message-order.ts';
import { dayText, fullText, isSameDay, timeText } from '../../format/dates.ts';
import { nameOf, summaryOf } from '../../format/message-kind.ts';
import { RichText } from '../../html/RichText.tsx';
import type { Mention } from '../../html/text-dress.ts';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { LinkCards } from './LinkCards.tsx';
import styles from './MessageRow.module.css';
import { Attachments } from './media/Attachments.tsx';
import { Reactions } from './Reactions.tsx';
import { ReplyQuote } from './ReplyQuote.tsx';
import { useRoom } from './room.ts';
import { SendProblem } from './SendProblem.tsx';
import { SendState } from './SendState.tsx';
import { useMessageTools } from './use-message-tools.tsx';

interface MessageRowProps {
  readonly item: TimelineItem;
  readonly previous: Message | undefined;
  readonly next: Message | undefined;
  /** The first one that was not read when the chat was opened. */
  readonly isFirstUnread: boolean;
  /** Somebody has just jumped there. */
  readonly isMarked: boolean;
}

/** Messages of one person within this stand together. */
const togetherMs = 5 * 60_000;

export const MessageRow = memo(function MessageRow({ item, previous, next, isFirstUnread, isMarked }: MessageRowProps) {
  const { isGroup } = useRoom();
  const { message } = item;
  const isOwn = message.isSender === true;
  const isFirst = isFirstUnread || !standTogether(previous, message);
  const isLast = !standTogether(message, next);
  const isNewDay = previous === undefined || !isSameDay(previous.timestamp, message.timestamp);
  const name = nameOf(message);
  const [tools, handlers] = useMessageTools(item);
  return (
    <>
      {isNewDay && (
        <h2 className={styles['day']}>
          <span>{dayText(message.timestamp)}</span>
        </h2>
      )}
      {isFirstUnread && <h2 className={styles['unread']}>{t.chat.unread}</h2>}
      <article
        className={styles['message']}
        data-key={item.key}
        data-own={isOwn}
        data-first={isFirst}
        data-last={isLast}
        data-marked={isMarked}
        aria-label={`${t.chat.row(name, fullText(message.timestamp))}: ${summaryOf(message)}`}
        tabIndex={-1}
        {...handlers}
      >
        {!isOwn && isGroup && (
          <div className={styles['face']}>{isLast && <Avatar name={name} id={message.senderID} size="small" />}</div>
        )}
        <div className={styles['body']}>
          {isFirst && isGroup && !isOwn && (
            <p className={styles['sender']}>
              <bdi>{name}</bdi>
            </p>
          )}
          <Bubble item={item} tools={tools} />
          <Reactions message={message} />
          <SendProblem item={item} />
        </div>
      </article>
    </>
  );
});

interface BubbleProps {
  readonly item: TimelineItem;
  /** What stands beside it. */
  readonly tools: ReactNode;
}

function Bubble({ item, tools }: BubbleProps) {
  const { message } = item;
  const { text, attachments = [], links = [], linkedMessageID, isDeleted, editedTimestamp, timestamp } = message;
  const mentions = useMentions(message);
  const hasText = text !== undefined && text !== '';
  const isBare = attachments.length > 0 && attachments.every(({ type }) => type === 'img' || type === 'video');
  return (
    <div className={styles['bubble']} data-media={isBare && isDeleted !== true} data-text={hasText}>
      {isDeleted === true ? (
        <p className={styles['deleted']}>{message.sendStatus?.message ?? t.chat.deleted}</p>
      ) : (
        <>
          {linkedMessageID !== undefined && <ReplyQuote messageID={linkedMessageID} />}
          {attachments.length > 0 && <Attachments attachments={attachments} messageID={message.id} />}
          {hasText && <RichText html={text} mentions={mentions} />}
          {!hasText && attachments.length === 0 && <p className={styles['deleted']}>{t.chat.noText}</p>}
          <LinkCards links={links} />
        </>
      )}
      <span className={styles['meta']}>
        {editedTimestamp !== undefined && isDeleted !== true && (
          <span title={t.chat.editedAt(fullText(editedTimestamp))}>{t.chat.edited}</span>
        )}
        <time dateTime={timestamp} title={fullText(timestamp)}>
          {timeText(timestamp)}
        </time>
        <SendState item={item} />
      </span>
      {tools}
    </div>
  );
}

function useMentions({ mentions }: Message): readonly Mention[] | undefined {
  const { people, selfID } = useRoom();
  return useMemo(
    () =>
      mentions?.map((id) => ({
        name: id === '@room' ? 'room' : (people.get(id) ?? id.replace(/^@/, '')),
        isSelf: id === selfID || id === '@room',
      })),
    [mentions, people, selfID],
  );
}

function standTogether(one: Message | undefined, other: Message | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if ((one.isSender === true) !== (other.isSender === true)) return false;
  if (one.isSender !== true && one.senderID !== other.senderID) return false;
  const apart = Date.parse(other.timestamp) - Date.parse(one.timestamp);
  return apart < togetherMs && isSameDay(one.timestamp, other.timestamp);
}
