import type { ChatListItem } from '@partyline/protocol';
import { AtSign, BellOff, BellRing, Pin } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { useAccounts, useChat } from '../../app/context.ts';
import { type ChatFilter, isUnread } from '../../data/chat-filter.ts';
import { fullText, shortText } from '../../format/dates.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { nameOf, networkOf } from '../accounts/account-name.ts';
import styles from './ChatRow.module.css';
import { focusComposer } from './focus-composer.ts';
import { Preview } from './Preview.tsx';

interface ChatRowProps {
  readonly chatID: string;
  /** Stays when the chat is opened. */
  readonly filter: ChatFilter | undefined;
  readonly isChosen: boolean;
  /** The one row that the Tab key comes to. */
  readonly isTabStop: boolean;
}

export const ChatRow = memo(function ChatRow({ chatID, filter, isChosen, isTabStop }: ChatRowProps) {
  const chat = useChat(chatID);
  if (chat === undefined) return null;
  const at = chat.preview?.timestamp ?? chat.lastActivity;
  return (
    <RouteLink
      className={styles['chat']}
      to={{ view: 'inbox', chatID, filter }}
      isCurrent={isChosen}
      tabIndex={isTabStop ? 0 : -1}
      data-chat={chatID}
      data-unread={isUnread(chat)}
      draggable={false}
      onClick={focusWhenByKey}
    >
      <Avatar name={chat.title} id={chat.id} imgURL={chat.imgURL ?? otherPicture(chat)} />
      <span className={styles['lines']}>
        <span className={styles['line']}>
          <bdi className={styles['title']}>{chat.title}</bdi>
          {chat.isMuted === true && <BellOff size={13} role="img" aria-label={t.inbox.muted} />}
          <Reminder chat={chat} />
          {at !== undefined && (
            <time className={styles['time']} dateTime={at}>
              {shortText(at)}
            </time>
          )}
        </span>
        <span className={styles['line']}>
          <span className={styles['preview']}>
            <Preview chat={chat} isOpen={isChosen} />
          </span>
          {chat.isPinned === true && <Pin size={13} role="img" aria-label={t.inbox.pinned} />}
          <Unread chat={chat} />
        </span>
        <span className={styles['about']}>
          <Origin chat={chat} />
          {chat.labels?.map(({ id, name }) => (
            <bdi key={id} className={styles['label']}>
              {name}
            </bdi>
          ))}
        </span>
      </span>
    </RouteLink>
  );
});

/** The network, and whose account it is where there are several. */
function Origin({ chat: { accountID, network } }: { readonly chat: ChatListItem }) {
  const accounts = useAccounts() ?? [];
  const mine = accounts.find((account) => account.accountID === accountID);
  const hasOthers = accounts.some((account) => account !== mine && networkOf(account) === network);
  return (
    <span className={styles['network']}>
      {network}
      {mine !== undefined && hasOthers && (
        <>
          {' · '}
          <bdi>{nameOf(mine)}</bdi>
        </>
      )}
    </span>
  );
}

/** Enter on a row is a click without a pointer: whoever works by keyboard wants to write. */
function focusWhenByKey({ detail, ctrlKey, metaKey, shiftKey }: MouseEvent): void {
  if (detail === 0 && !ctrlKey && !metaKey && !shiftKey) focusComposer();
}

function Reminder({ chat: { reminder } }: { readonly chat: ChatListItem }) {
  const at = reminder?.remindAt;
  return at === undefined ? null : <BellRing size={13} role="img" aria-label={t.inbox.reminder(fullText(at))} />;
}

function Unread({ chat }: { readonly chat: ChatListItem }) {
  if (!isUnread(chat)) return null;
  const { unreadCount, unreadMentionsCount = 0, isMuted } = chat;
  const text = unreadCount === 0 ? t.inbox.markedUnread : t.inbox.unread(unreadCount);
  return (
    <>
      {unreadMentionsCount > 0 && (
        <span className={styles['unread']}>
          <AtSign size={12} role="img" aria-label={t.inbox.mentions(unreadMentionsCount)} />
        </span>
      )}
      <span className={styles['unread']} data-quiet={isMuted === true} data-mark={unreadCount === 0}>
        <span aria-hidden="true">{unreadCount === 0 ? '' : unreadCount > 999 ? '999+' : unreadCount}</span>
        <span className="visually-hidden">{text}</span>
      </span>
    </>
  );
}

const otherPicture = ({ type, participants }: ChatListItem) =>
  type === 'single' ? participants.items.find(({ isSelf }) => isSelf !== true)?.imgURL : undefined;
