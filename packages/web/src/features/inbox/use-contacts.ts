import type { User } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';

interface FoundContacts {
  /** Undefined until the first answer is there. */
  readonly people: readonly User[] | undefined;
  readonly isSearching: boolean;
  readonly problem: string | undefined;
}

const restMs = 200;
const maxListed = 100;

/** People whom the account knows, or finds at its network: of the newest query alone. */
export function useContacts(accountID: string, query: string): FoundContacts {
  const { api } = useData();
  const [found, setFound] = useState<FoundContacts>({ people: undefined, isSearching: true, problem: undefined });
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    const look = async () => {
      setFound((now) => ({ ...now, isSearching: true, problem: undefined }));
      try {
        const { contacts } = api.accounts;
        const { items } =
          query === ''
            ? await contacts.list(accountID, { limit: maxListed }, { signal })
            : await contacts.search(accountID, { query }, { signal });
        setFound({ people: items.filter(({ isSelf }) => isSelf !== true), isSearching: false, problem: undefined });
      } catch (error) {
        if (!signal.aborted) setFound((now) => ({ ...now, isSearching: false, problem: errorText(error) }));
      }
    };
    const timer = setTimeout(look, query === '' ? 0 : restMs);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [api, accountID, query]);
  return found;
}
