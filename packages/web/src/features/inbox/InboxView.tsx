import { MessagesSquare } from 'lucide-react';
import { t } from '../../texts/texts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { ChatView } from '../chat/ChatView.tsx';
import { ChatListPane } from './ChatListPane.tsx';

interface InboxViewProps {
  readonly chatID: string | undefined;
  /** To jump to. */
  readonly messageID: string | undefined;
}

export const InboxView = ({ chatID, messageID }: InboxViewProps) => (
  <Panes
    showing={chatID === undefined ? 'list' : 'detail'}
    listLabel={t.inbox.list}
    list={<ChatListPane chosenID={chatID} />}
    detail={
      chatID === undefined ? (
        <EmptyState icon={<MessagesSquare />} title={t.inbox.choose} text={t.inbox.chooseText} />
      ) : (
        <ChatView key={chatID} chatID={chatID} messageID={messageID} />
      )
    }
  />
);
