import type { ChatListItem, Message } from '@partyline/protocol';
import { BellOff, Pin } from 'lucide-react';
import { memo } from 'react';
import { useChat } from '../../app/context.ts';
import { isUnread } from '../../data/chat-filter.ts';
import { shortText } from '../../format/dates.ts';
import { plainText } from '../../html/plain-text.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './ChatRow.module.css';

interface ChatRowProps {
  readonly chatID: string;
  readonly isChosen: boolean;
}

export const ChatRow = memo(function ChatRow({ chatID, isChosen }: ChatRowProps) {
  const chat = useChat(chatID);
  if (chat === undefined) return null;
  const at = chat.preview?.timestamp ?? chat.lastActivity;
  return (
    <RouteLink className={styles['chat']} to={{ view: 'inbox', chatID }} isCurrent={isChosen}>
      <Avatar name={chat.title} id={chat.id} imgURL={chat.imgURL ?? otherPicture(chat)} />
      <span className={styles['lines']}>
        <span className={styles['line']}>
          <bdi className={styles['title']}>{chat.title}</bdi>
          {chat.isMuted === true && <BellOff size={13} role="img" aria-label={t.inbox.muted} />}
          {chat.isPinned === true && <Pin size={13} role="img" aria-label={t.inbox.pinned} />}
          {at !== undefined && (
            <time className={styles['time']} dateTime={at}>
              {shortText(at)}
            </time>
          )}
        </span>
        <span className={styles['line']}>
          <span className={styles['preview']} dir="auto">
            <Preview chat={chat} />
          </span>
          <Unread chat={chat} />
        </span>
        <span className={styles['network']}>{chat.network}</span>
      </span>
    </RouteLink>
  );
});

function Preview({ chat: { draft, preview, type } }: { readonly chat: ChatListItem }) {
  if (draft?.text)
    return (
      <>
        <span className={styles['draft']}>{t.inbox.draft}</span> {plainText(draft.text)}
      </>
    );
  if (preview === undefined) return null;
  const who = preview.isSender === true ? t.inbox.you : type === 'group' ? `${preview.senderName ?? ''}:` : '';
  return (
    <>
      {who !== '' && who !== ':' && <span className={styles['who']}>{who} </span>}
      {previewText(preview)}
    </>
  );
}

function previewText({ isDeleted, text, attachments }: Message): string {
  if (isDeleted === true) return t.chat.deleted;
  if (text !== undefined && text !== '') return plainText(text);
  return attachments?.[0]?.fileName ?? (attachments?.length ? t.chat.attachment : '');
}

function Unread({ chat }: { readonly chat: ChatListItem }) {
  if (!isUnread(chat)) return null;
  const { unreadCount, isMuted } = chat;
  const text = unreadCount === 0 ? t.inbox.markedUnread : t.inbox.unread(unreadCount);
  return (
    <span className={styles['unread']} data-quiet={isMuted === true}>
      <span aria-hidden="true">{unreadCount === 0 ? '' : unreadCount > 999 ? '999+' : unreadCount}</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}

const otherPicture = ({ type, participants }: ChatListItem) =>
  type === 'single' ? participants.items.find(({ isSelf }) => isSelf !== true)?.imgURL : undefined;
