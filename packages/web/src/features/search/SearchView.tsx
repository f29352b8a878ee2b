import { Search, SearchX } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useShortcuts } from '../../app/shortcuts.ts';
import { parseSearch, wantedTerms } from '../../data/search-query.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { Examples } from './Examples.tsx';
import { FoundChat } from './FoundChat.tsx';
import { SearchField } from './SearchField.tsx';
import { SearchHit } from './SearchHit.tsx';
import styles from './SearchView.module.css';
import { type Results, useResults } from './use-results.ts';

interface SearchViewProps {
  /** It is in the address, so that one can come back to it. */
  readonly query: string;
}

/** Search across everything, as one types. */
export default function SearchView({ query }: SearchViewProps) {
  const navigate = useNavigate();
  const results = useResults(query);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const ask = (text: string) => navigate({ view: 'search', query: text }, { replace: true });
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('a[data-result]') ?? [])];
  const move = (by: number) => {
    const all = links();
    const now = all.findIndex((link) => link.matches(':focus'));
    const next = all[now + by];
    if (now + by < 0) field.current?.focus();
    else next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts({
    next: () => move(1),
    previous: () => move(-1),
    search: () => {
      field.current?.focus();
      field.current?.select();
    },
    back() {
      if (query === '') return false;
      ask('');
      return field.current?.focus();
    },
  });
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(by);
  };
  return (
    <Page title={t.search.title}>
      <SearchField ref={field} query={query} onAsk={ask} onLeave={() => links()[0]?.focus()} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from link to link in it */}
      <div ref={list} onKeyDown={press}>
        {query.trim() === '' ? <Examples onChoose={ask} /> : <Found results={results} query={query} />}
      </div>
    </Page>
  );
}

function Found({ results, query }: { readonly results: Results; readonly query: string }) {
  const { messages, chats, hasMore, isLoading, problem, loadMore, retry } = results;
  const terms = wantedTerms(parseSearch(query).words);
  if (problem !== undefined && messages === undefined)
    return (
      <EmptyState icon={<SearchX />} title={t.search.failed} text={problem}>
        <Button onClick={retry}>{t.app.retry}</Button>
      </EmptyState>
    );
  return (
    <div aria-busy={isLoading} className={styles['found']}>
      <p role="status" className="visually-hidden">
        {isLoading ? t.search.loading : countText(messages?.length ?? 0, hasMore)}
      </p>
      {messages === undefined && <p className={styles['waiting']}>{t.search.loading}</p>}
      {messages?.length === 0 && chats.length === 0 && !isLoading && (
        <EmptyState icon={<Search />} title={t.search.none} text={t.search.noneText} />
      )}
      {chats.length > 0 && (
        <section>
          <h2 className={styles['title']}>{t.search.chats}</h2>
          <ul>
            {chats.map((chat) => (
              <li key={chat.id}>
                <FoundChat chat={chat} terms={terms} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {messages !== undefined && messages.length > 0 && (
        <section>
          <h2 className={styles['title']}>{t.search.messages}</h2>
          <ul>
            {messages.map((message) => (
              <li key={message.id} className={styles['hit']}>
                <SearchHit message={message} terms={terms} />
              </li>
            ))}
          </ul>
          {hasMore && <More isLoading={isLoading} problem={problem} onMore={loadMore} />}
        </section>
      )}
    </div>
  );
}

const countText = (count: number, hasMore: boolean): string =>
  count === 0 ? t.search.none : hasMore ? t.search.foundMany(count) : t.search.found(count);

interface MoreProps {
  readonly isLoading: boolean;
  /** Why the last try brought nothing. */
  readonly problem: string | undefined;
  onMore(): void;
}

/** Comes by itself when it comes into sight; after a failure only when it is pressed, or it would ask without end. */
function More({ isLoading, problem, onMore }: MoreProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '400px',
    });
    if (!isLoading && problem === undefined && box.current !== null) watch.observe(box.current);
    return () => watch.disconnect();
  }, [isLoading, problem]);
  return (
    <div ref={box} className={styles['more']}>
      {problem !== undefined && <Notice look="bad">{problem}</Notice>}
      <Button look="quiet" isBusy={isLoading} onClick={onMore}>
        {isLoading ? t.search.loadingMore : problem === undefined ? t.search.more : t.app.retry}
      </Button>
    </div>
  );
}
