import type { AuditListParams, Page } from '@partyline/client';
import type { AuditEntry } from '@partyline/protocol';
import { Download, ScrollText } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { tell, warn } from '../../../ui/toasts.ts';
import { LoadMore } from '../parts/LoadMore.tsx';
import { Section } from '../parts/Section.tsx';
import { saveFile } from '../parts/save-file.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { WhenLoaded } from '../parts/WhenLoaded.tsx';
import { type AuditFilter, AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { jsonLines } from './audit-words.ts';

interface Listed {
  readonly entries: readonly AuditEntry[];
  readonly last: Page<AuditEntry>;
}

const pageSize = 50;
const exportPageSize = 500;

/** What was written through the API, by whom, and what came of it. */
export function AuditSection() {
  const { api } = useData();
  const [filter, setFilter] = useState<AuditFilter>({});
  const { tokenID, chat } = filter;
  const chatID = chat?.id;
  const texts = t.settings.audit;
  const list = useCallback(
    (limit: number) => {
      const query: AuditListParams = {
        limit,
        ...(tokenID !== undefined && { tokenID }),
        ...(chatID !== undefined && { chatID }),
      };
      return api.audit.list(query);
    },
    [api, tokenID, chatID],
  );
  const listed = useLoaded(
    useCallback(async (): Promise<Listed> => {
      const last = await list(pageSize);
      return { entries: last.items, last };
    }, [list]),
  );
  const isFiltered = tokenID !== undefined || chatID !== undefined;
  return (
    <Section isWide text={texts.text} actions={<Export list={() => list(exportPageSize)} />}>
      <AuditFilters filter={filter} onChange={setFilter} />
      <WhenLoaded loading={listed}>
        {({ entries, last }) =>
          entries.length === 0 ? (
            <EmptyState icon={<ScrollText />} title={isFiltered ? texts.noneFiltered : texts.none} />
          ) : (
            <>
              <AuditTable entries={entries} />
              {last.hasNextPage() && (
                <LoadMore
                  load={async () => {
                    const next = await last.getNextPage();
                    // Where the filter was changed meanwhile, this page belongs to another list.
                    listed.change((now) =>
                      now.last === last ? { entries: [...now.entries, ...next.items], last: next } : now,
                    );
                  }}
                />
              )}
            </>
          )
        }
      </WhenLoaded>
    </Section>
  );
}

/** All of what the filters let through, not only what is shown. */
function Export({ list }: { readonly list: () => AsyncIterable<AuditEntry> }) {
  const [count, setCount] = useState<number>();
  const texts = t.settings.audit;
  const run = async () => {
    setCount(0);
    try {
      const entries: AuditEntry[] = [];
      for await (const entry of list()) {
        entries.push(entry);
        if (entries.length % exportPageSize === 0) setCount(entries.length);
      }
      saveFile('partyline-audit.jsonl', 'application/jsonl', jsonLines(entries));
      tell(texts.exported(entries.length));
    } catch (error) {
      warn(errorText(error));
    } finally {
      setCount(undefined);
    }
  };
  return (
    <Button isBusy={count !== undefined} onClick={run}>
      {count === undefined && <Download size={16} aria-hidden="true" />}
      {count === undefined || count === 0 ? texts.export : texts.exporting(count)}
    </Button>
  );
}
