import type { Message } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { SearchHit } from './SearchHit.tsx';
import styles from './SearchView.module.css';

const restMs = 150;

interface SearchViewProps {
  /** It is in the address, so that one can come back to it. */
  readonly query: string;
}

/** Search across everything, as one types. */
export default function SearchView({ query }: SearchViewProps) {
  const navigate = useNavigate();
  const { hits, problem } = useHits(query.trim());
  return (
    <Page title={t.search.title}>
      <TextField
        type="search"
        label={t.search.label}
        placeholder={t.search.placeholder}
        hint={t.search.hint}
        value={query}
        autoFocus
        onChange={({ target }) => navigate({ view: 'search', query: target.value }, { replace: true })}
      />
      {problem !== undefined && <Notice look="bad">{problem}</Notice>}
      {hits?.length === 0 && <p className={styles['none']}>{t.search.none}</p>}
      <ul className={styles['hits']} aria-live="polite">
        {hits?.map((message) => (
          <li key={message.id}>
            <SearchHit message={message} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Of the newest query alone: an answer that comes late is left out. */
function useHits(query: string): { hits: readonly Message[] | undefined; problem: string | undefined } {
  const { api } = useData();
  const [hits, setHits] = useState<readonly Message[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const left = new AbortController();
    const timer = setTimeout(() => {
      setProblem(undefined);
      if (query === '') return setHits(undefined);
      api.messages.search({ query, limit: 50 }, { signal: left.signal }).then(
        ({ items }) => setHits(items),
        (error: unknown) => left.signal.aborted || setProblem(errorText(error)),
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [api, query]);
  return { hits, problem };
}
