import { Plus } from 'lucide-react';
import { useAccounts, useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { wholeInbox } from '../../data/chat-filter.ts';
import { errorText } from '../../format/error-text.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PaneHead } from '../../ui/PaneHead.tsx';
import styles from './ChatListPane.module.css';
import { ChatRows } from './ChatRows.tsx';

/** The list of chats with its head. */
export function ChatListPane({ chosenID }: { readonly chosenID: string | undefined }) {
  const list = useData().chats.list(wholeInbox);
  const { ids, isWhole, error } = useReadable(list.state);
  return (
    <>
      <PaneHead>
        <h1 className={styles['title']}>{t.inbox.title}</h1>
      </PaneHead>
      {ids.length > 0 && <ChatRows list={list} chosenID={chosenID} />}
      {error !== undefined && (
        <EmptyState title={t.inbox.failed} text={errorText(error)}>
          <Button onClick={list.loadMore}>{t.app.retry}</Button>
        </EmptyState>
      )}
      {ids.length === 0 && isWhole && <NoChats />}
    </>
  );
}

function NoChats() {
  const accounts = useAccounts();
  if (accounts?.length !== 0) return <EmptyState title={t.inbox.none} text={t.inbox.noneText} />;
  return (
    <EmptyState icon={<Plus />} title={t.accounts.none} text={t.accounts.noneText}>
      <RouteLink className={styles['link']} to={{ view: 'add-account' }}>
        {t.accounts.add}
      </RouteLink>
    </EmptyState>
  );
}
