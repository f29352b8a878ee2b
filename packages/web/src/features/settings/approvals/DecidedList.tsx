import type { Page } from '@partyline/client';
import type { Approval } from '@partyline/protocol';
import { useCallback, useEffect } from 'react';
import { useData } from '../../../app/context.ts';
import { momentText } from '../../../format/dates.ts';
import { t } from '../../../texts/texts.ts';
import { LoadMore } from '../parts/LoadMore.tsx';
import { Block } from '../parts/Section.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { WhenLoaded } from '../parts/WhenLoaded.tsx';
import styles from './ApprovalCard.module.css';
import { ApprovalFile } from './ApprovalCard.tsx';

interface Decided {
  readonly items: readonly Approval[];
  readonly last: Page<Approval>;
}

/** What was decided, the newest first. */
export function DecidedList() {
  const { api, approvals } = useData();
  const decided = useLoaded(
    useCallback(async (): Promise<Decided> => {
      const last = await api.approvals.list({ limit: 30 });
      return { items: last.items, last };
    }, [api]),
  );
  const { change } = decided;
  useEffect(
    () =>
      approvals.onChange((approval) =>
        change((now) => {
          const others = now.items.filter(({ pendingMessageID }) => pendingMessageID !== approval.pendingMessageID);
          return { ...now, items: [approval, ...others] };
        }),
      ),
    [approvals, change],
  );
  const texts = t.settings.approvals;
  return (
    <Block title={texts.decided}>
      <WhenLoaded loading={decided}>
        {({ items, last }) => {
          const shown = items.filter(({ state }) => state !== 'pending');
          return (
            <>
              {shown.length === 0 && !last.hasMore && <p className={styles['soft']}>{texts.decidedNone}</p>}
              <ul aria-label={texts.decided}>
                {shown.map((approval) => (
                  <li key={approval.pendingMessageID} className={styles['decided']}>
                    <DecidedRow approval={approval} />
                  </li>
                ))}
              </ul>
              {last.hasNextPage() && (
                <LoadMore
                  load={async () => {
                    const next = await last.getNextPage();
                    change((now) => {
                      // The list was loaded anew meanwhile: this page is behind another one.
                      if (now.last !== last) return now;
                      const shownIDs = new Set(now.items.map(({ pendingMessageID }) => pendingMessageID));
                      const others = next.items.filter(({ pendingMessageID }) => !shownIDs.has(pendingMessageID));
                      return { items: [...now.items, ...others], last: next };
                    });
                  }}
                />
              )}
            </>
          );
        }}
      </WhenLoaded>
    </Block>
  );
}

function DecidedRow({ approval }: { readonly approval: Approval }) {
  const { tokenName, chatTitle, network, text, state, isEdited, reason, decidedAt, createdAt } = approval;
  const texts = t.settings.approvals;
  return (
    <>
      <p>
        <bdi>{tokenName}</bdi> → <bdi>{chatTitle}</bdi>{' '}
        <span className={styles['soft']}>
          (<bdi>{network}</bdi>) · {momentText(decidedAt ?? createdAt)}
        </span>
      </p>
      {text !== undefined && (
        <p className={styles['excerpt']} dir="auto">
          {text}
        </p>
      )}
      <ApprovalFile approval={approval} />
      <p className={styles['state']} data-state={state}>
        {texts.state[state]}
        {state === 'approved' && isEdited && `, ${texts.edited}`}
        {reason !== undefined && (
          <>
            : <bdi>{texts.because(reason)}</bdi>
          </>
        )}
      </p>
    </>
  );
}
