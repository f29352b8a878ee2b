import { MessageCircle, MessageCircleOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useChat, useTimeline } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { Composer } from '../composer/Composer.tsx';
import { DropTarget } from '../composer/DropTarget.tsx';
import { AccountBanner } from './AccountBanner.tsx';
import { Announcer } from './Announcer.tsx';
import { ChatDialogs } from './ChatDialogs.tsx';
import { ChatHead } from './ChatHead.tsx';
import styles from './ChatView.module.css';
import { MessageRows } from './MessageRows.tsx';
import { RoomContext } from './room.ts';
import { TypingLine } from './TypingLine.tsx';
import type { Target } from './use-jump.ts';
import { useLoadedChat } from './use-loaded-chat.ts';
import { useRoomState } from './use-room.ts';
import { WaitingBar } from './WaitingBar.tsx';

interface ChatViewProps {
  readonly chatID: string;
  /** To jump to; the newest messages otherwise. */
  readonly messageID: string | undefined;
}

/** So many unread messages come with the newest page. */
const inFirstPage = 40;

export function ChatView({ chatID, messageID }: ChatViewProps) {
  const timeline = useTimeline(chatID);
  const chat = useChat(chatID);
  const { items, loading, error } = useReadable(timeline.state);
  const isThere = useLoadedChat(chatID);
  const isKnown = chat !== undefined;
  const [target, setTarget] = useState<Target>();
  const jumps = useRef(0);
  const jumpTo = (id: string) => {
    const isLoaded = timeline.state
      .get()
      .items.some(({ message }) => message.id === id || message.pendingMessageID === id);
    if (!isLoaded) void timeline.openAt(id);
    setTarget({ messageID: id, jump: ++jumps.current });
  };
  const { room, dialog, close, open, intent, setIntent } = useRoomState(chatID, timeline, jumpTo);

  /** Where reading ended when the chat was opened: from there on it is new. */
  const [readUntil, setReadUntil] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each chat and address; what changes in the chat meanwhile changes nothing about where one began
  useEffect(() => {
    if (!isKnown) return;
    if (messageID !== undefined) return jumpTo(messageID);
    const { unreadCount, lastReadMessageSortKey: read } = chat;
    if (unreadCount > 0) setReadUntil(read ?? '');
    if (unreadCount > inFirstPage && read !== undefined) void timeline.openAfter(read);
    else void timeline.open();
    void timeline.scheduled.load();
  }, [timeline, messageID, isKnown]);

  if (!isThere)
    return (
      <EmptyState icon={<MessageCircleOff />} title={t.chat.missing} text={t.chat.missingText}>
        <LinkButton to={{ view: 'inbox' }}>{t.app.notFound.home}</LinkButton>
      </EmptyState>
    );
  return (
    <RoomContext value={room}>
      <DropTarget chatID={chatID}>
        <ChatHead chatID={chatID} onOpen={open} />
        <AccountBanner chatID={chatID} />
        {items.length > 0 && !(loading === 'start' && target === undefined && items.every(({ local }) => local)) ? (
          <MessageRows timeline={timeline} chatID={chatID} target={target} readUntil={readUntil} />
        ) : error !== undefined ? (
          <EmptyState title={t.chat.failed} text={errorText(error)}>
            <Button onClick={timeline.open}>{t.app.retry}</Button>
          </EmptyState>
        ) : (
          <div className={styles['room']}>
            {loading === undefined && isKnown ? (
              <EmptyState icon={<MessageCircle />} title={t.chat.none} text={t.chat.noneText} />
            ) : (
              <p className={styles['loading']} role="status">
                <Spinner /> {t.app.loading}
              </p>
            )}
          </div>
        )}
        <TypingLine chatID={chatID} />
        <WaitingBar chatID={chatID} onOpen={open} />
        <Composer key={chatID} chatID={chatID} timeline={timeline} intent={intent} onIntent={setIntent} />
        <ChatDialogs dialog={dialog} onClose={close} />
        <Announcer timeline={timeline} />
      </DropTarget>
    </RoomContext>
  );
}
