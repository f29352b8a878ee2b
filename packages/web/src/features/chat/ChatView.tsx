import { NotFoundError } from '@partyline/client';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useChat, useData, useTimeline } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { errorText } from '../../format/error-text.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { PaneHead } from '../../ui/PaneHead.tsx';
import { Composer } from '../composer/Composer.tsx';
import styles from './ChatView.module.css';
import { MessageRows } from './MessageRows.tsx';
import { useMarkRead } from './use-mark-read.ts';

interface ChatViewProps {
  readonly chatID: string;
  /** To jump to; the newest messages otherwise. */
  readonly messageID: string | undefined;
}

export function ChatView({ chatID, messageID }: ChatViewProps) {
  const timeline = useTimeline(chatID);
  const { items, loading, error } = useReadable(timeline.state);
  const isThere = useLoadedChat(chatID);
  useEffect(() => {
    if (messageID === undefined) void timeline.open();
    else void timeline.openAt(messageID);
  }, [timeline, messageID]);
  useMarkRead(chatID);
  if (!isThere) return <EmptyState title={t.chat.missing} />;
  return (
    <>
      <ChatHead chatID={chatID} />
      {items.length > 0 ? (
        <MessageRows key={messageID ?? ''} timeline={timeline} chatID={chatID} />
      ) : error !== undefined ? (
        <EmptyState title={t.chat.failed} text={errorText(error)}>
          <Button onClick={timeline.open}>{t.app.retry}</Button>
        </EmptyState>
      ) : (
        <div className={styles['room']}>{loading === undefined && <EmptyState title={t.chat.none} />}</div>
      )}
      <Composer chatID={chatID} timeline={timeline} />
    </>
  );
}

function ChatHead({ chatID }: { readonly chatID: string }) {
  const chat = useChat(chatID);
  const navigate = useNavigate();
  return (
    <PaneHead>
      <IconButton className={styles['back']} label={t.chat.back} onClick={() => navigate({ view: 'inbox' })}>
        <ArrowLeft className={styles['arrow']} />
      </IconButton>
      {chat !== undefined && (
        <>
          <Avatar name={chat.title} id={chat.id} imgURL={chat.imgURL} size="small" />
          <div className={styles['names']}>
            <h1 className={styles['title']}>
              <bdi>{chat.title}</bdi>
            </h1>
            <p className={styles['about']}>
              {chat.network}
              {chat.type === 'group' && ` · ${t.chat.members(chat.participants.total)}`}
            </p>
          </div>
        </>
      )}
    </PaneHead>
  );
}

/** Fetches a chat that no list has loaded. @returns false when the server has no such chat */
function useLoadedChat(chatID: string): boolean {
  const { chats } = useData();
  const isKnown = useChat(chatID) !== undefined;
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (isKnown) return;
    chats.load(chatID).catch((error: unknown) => setMissing(error instanceof NotFoundError));
  }, [chats, chatID, isKnown]);
  return isKnown || !isMissing;
}
