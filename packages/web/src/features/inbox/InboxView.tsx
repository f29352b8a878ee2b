import { MessagesSquare } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { ChatFilter } from '../../data/chat-filter.ts';
import { t } from '../../texts/texts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { ChatListPane } from './ChatListPane.tsx';

/** With the composer and the sanitiser: a quarter of the app that the list does without. */
const ChatView = lazy(async () => ({ default: (await import('../chat/ChatView.tsx')).ChatView }));

interface InboxViewProps {
  readonly chatID: string | undefined;
  /** To jump to. */
  readonly messageID: string | undefined;
  readonly filter: ChatFilter | undefined;
}

export const InboxView = ({ chatID, messageID, filter }: InboxViewProps) => (
  <Panes
    showing={chatID === undefined ? 'list' : 'detail'}
    listLabel={t.inbox.list}
    resizeLabel={t.inbox.resize}
    list={<ChatListPane chosenID={chatID} filter={filter} />}
    detail={
      chatID === undefined ? (
        <EmptyState icon={<MessagesSquare />} title={t.inbox.choose} text={t.inbox.chooseText}>
          <p>{t.inbox.chooseKeys}</p>
        </EmptyState>
      ) : (
        <Suspense fallback={null}>
          <ChatView key={chatID} chatID={chatID} messageID={messageID} />
        </Suspense>
      )
    }
  />
);
