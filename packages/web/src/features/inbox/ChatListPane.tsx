import { MessageSquareDashed, Plus, SquarePen } from 'lucide-react';
import { useEffect } from 'react';
import { useAccounts, useData } from '../../app/context.ts';
import { openOverlay } from '../../app/overlays.ts';
import { useReadable } from '../../app/use-readable.ts';
import { type ChatFilter, wholeInbox } from '../../data/chat-filter.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { PaneHead } from '../../ui/PaneHead.tsx';
import styles from './ChatListPane.module.css';
import { ChatRows } from './ChatRows.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Waiting } from './Waiting.tsx';

interface ChatListPaneProps {
  readonly chosenID: string | undefined;
  /** The whole inbox when it is not said. */
  readonly filter: ChatFilter | undefined;
}

const titles = { primary: t.inbox.title, archive: t.inbox.archive, 'low-priority': t.inbox.lowPriority };

/** The list of chats with its head and its filters. */
export function ChatListPane({ chosenID, filter = wholeInbox }: ChatListPaneProps) {
  const { chats, start } = useData();
  const list = chats.list(filter);
  const { ids, isWhole, isLoading, error } = useReadable(list.state);
  const { kind } = useReadable(start);
  const isReady = kind === 'ready';
  useEffect(() => {
    // The first page of the inbox comes with the start of the app.
    if (isReady && !list.isLoaded()) void list.loadMore();
  }, [isReady, list]);
  return (
    <>
      <PaneHead>
        <h1 className={styles['title']}>{titles[filter.inbox]}</h1>
        <IconButton label={t.inbox.newChat} onClick={() => openOverlay({ kind: 'new-chat' })}>
          <SquarePen />
        </IconButton>
      </PaneHead>
      <FilterBar filter={filter} chosenID={chosenID} />
      {ids.length > 0 && <ChatRows key={filterKey(filter)} list={list} filter={filter} chosenID={chosenID} />}
      {error !== undefined && (
        <EmptyState title={t.inbox.failed} text={errorText(error)}>
          <Button isBusy={isLoading} onClick={list.loadMore}>
            {t.app.retry}
          </Button>
        </EmptyState>
      )}
      {ids.length === 0 && error === undefined && (isWhole ? <NoChats filter={filter} /> : <Waiting />)}
    </>
  );
}

const filterKey = (filter: ChatFilter) => JSON.stringify(filter);

function NoChats({ filter }: { readonly filter: ChatFilter }) {
  const accounts = useAccounts();
  const { inbox, accountIDs, unreadOnly, labelID } = filter;
  if (accounts?.length === 0)
    return (
      <EmptyState icon={<Plus />} title={t.accounts.none} text={t.accounts.noneText}>
        <LinkButton look="primary" to={{ view: 'add-account' }}>
          {t.accounts.add}
        </LinkButton>
      </EmptyState>
    );
  if (unreadOnly === true)
    return <EmptyState icon={<MessageSquareDashed />} title={t.inbox.noneUnread} text={t.inbox.noneUnreadText} />;
  if (inbox !== 'primary' || accountIDs !== undefined || labelID !== undefined)
    return <EmptyState icon={<MessageSquareDashed />} title={t.inbox.noneFiltered} text={t.inbox.noneFilteredText} />;
  return <EmptyState icon={<MessageSquareDashed />} title={t.inbox.none} text={t.inbox.noneText} />;
}
