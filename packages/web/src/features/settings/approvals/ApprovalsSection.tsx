import { ConflictError } from '@partyline/client';
import type { Approval } from '@partyline/protocol';
import { CheckCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { focusContent, hasNoFocus } from '../../../app/focus-content.ts';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { tell, warn } from '../../../ui/toasts.ts';
import { Block, Section } from '../parts/Section.tsx';
import styles from './ApprovalCard.module.css';
import { ApprovalCard, type Decision } from './ApprovalCard.tsx';
import { DecidedList } from './DecidedList.tsx';
import { EditDialog } from './EditDialog.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import { usePendingApprovals } from './use-pending-approvals.ts';

/** What programs want to send, and what became of it. */
export function ApprovalsSection() {
  const { api, approvals } = useData();
  const pending = usePendingApprovals();
  const cards = useRef(new Map<string, HTMLElement>());
  const [deciding, setDeciding] = useState<{ readonly how: 'edit' | 'refuse'; readonly about: Approval }>();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const texts = t.settings.approvals;

  const neighbour = (id: string, by: 1 | -1): string | undefined => {
    const ids = pending?.map(({ pendingMessageID }) => pendingMessageID) ?? [];
    const index = ids.indexOf(id) + by;
    return index < 0 ? undefined : ids[index];
  };
  const focus = (id: string | undefined) => {
    const card = id === undefined ? undefined : cards.current.get(id);
    if (card === undefined) focusContent();
    else card.focus();
  };
  const isAtOther = (id: string): boolean =>
    [...cards.current].some(([other, card]) => other !== id && card.contains(document.activeElement));
  /**
   * @param hasLost whether the focus is to go to the next message, when this one is gone
   * @throws APIError: nothing was decided, and what waits is as it was
   */
  const settle = async (
    about: Approval,
    call: () => Promise<Approval>,
    said: string,
    hasLost: () => boolean = () => true,
  ) => {
    const id = about.pendingMessageID;
    const next = neighbour(id, 1) ?? neighbour(id, -1);
    let hasGoneOn = false;
    try {
      const settled = await call();
      hasGoneOn = isAtOther(id);
      approvals.put(settled);
    } catch (error) {
      // Somebody else was faster, or it has expired: what it is now is to be seen.
      if (error instanceof ConflictError) approvals.put(await api.approvals.retrieve(id));
      throw error;
    }
    tell(said);
    // After a dialog has handed the focus back. Whoever has gone on to another message stays there: the next key is meant for that one.
    if (!hasGoneOn) requestAnimationFrame(() => hasLost() && focus(next));
  };
  const decide = async (about: Approval, decision: Decision) => {
    if (decision !== 'approve') return setDeciding({ how: decision, about });
    const id = about.pendingMessageID;
    setBusy((now) => new Set(now).add(id));
    try {
      await settle(about, () => api.approvals.approve(id), texts.approved, hasNoFocus);
    } catch (error) {
      warn(errorText(error));
    } finally {
      setBusy((now) => new Set([...now].filter((one) => one !== id)));
    }
  };

  return (
    <Section text={texts.text}>
      <p className="visually-hidden" role="status">
        {pending !== undefined && pending.length > 0 && texts.count(pending.length)}
      </p>
      {pending?.length === 0 && <EmptyState icon={<CheckCheck />} title={texts.none} text={texts.noneText} />}
      {pending !== undefined && pending.length > 0 && (
        <Block title={texts.waiting}>
          <p className={styles['keys']}>{texts.keys}</p>
          <ul className={styles['list']} aria-label={texts.waiting}>
            {pending.map((approval) => {
              const { pendingMessageID: id } = approval;
              return (
                <li key={id}>
                  <ApprovalCard
                    ref={(element) => {
                      if (element === null) cards.current.delete(id);
                      else cards.current.set(id, element);
                    }}
                    approval={approval}
                    isBusy={busy.has(id)}
                    onDecide={(decision) => void decide(approval, decision)}
                    onMove={(by) => focus(neighbour(id, by) ?? id)}
                  />
                </li>
              );
            })}
          </ul>
        </Block>
      )}
      <DecidedList />
      <EditDialog
        about={deciding?.how === 'edit' ? deciding.about : undefined}
        onClose={() => setDeciding(undefined)}
        onApprove={(about, text) =>
          settle(about, () => api.approvals.approve(about.pendingMessageID, { text }), texts.approved)
        }
      />
      <RefuseDialog
        about={deciding?.how === 'refuse' ? deciding.about : undefined}
        onClose={() => setDeciding(undefined)}
        onRefuse={(about, reason) =>
          settle(
            about,
            () => api.approvals.refuse(about.pendingMessageID, reason === '' ? {} : { reason }),
            texts.refused,
          )
        }
      />
    </Section>
  );
}
