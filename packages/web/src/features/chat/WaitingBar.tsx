import { CalendarClock, ShieldQuestion } from 'lucide-react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { shortFutureText } from '../../format/dates-ahead.ts';
import { t } from '../../texts/texts.ts';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { useRoom } from './room.ts';
import type { ChatDialog } from './use-room.ts';
import styles from './WaitingBar.module.css';

interface WaitingBarProps {
  readonly chatID: string;
  onOpen(dialog: ChatDialog): void;
}

/** What is to be sent in this chat and waits: for its time, or for the owner's word. */
export function WaitingBar({ chatID, onOpen }: WaitingBarProps) {
  const { timeline } = useRoom();
  const scheduled = useReadable(timeline.scheduled.list);
  const proposals = useProposals(chatID);
  const [next] = scheduled;
  return (
    <>
      {next !== undefined && (
        <div className={styles['bar']}>
          <CalendarClock aria-hidden="true" />
          <span className={styles['text']}>
            {t.chat.waiting.scheduled(scheduled.length)} · {t.chat.waiting.next(shortFutureText(next.sendAt ?? ''))}
          </span>
          <button type="button" className={styles['show']} onClick={() => onOpen({ kind: 'scheduled' })}>
            {t.chat.waiting.show}
          </button>
        </div>
      )}
      {proposals > 0 && (
        <div className={styles['bar']}>
          <ShieldQuestion aria-hidden="true" />
          <span className={styles['text']}>{t.chat.waiting.approval(proposals)}</span>
          <LinkButton look="quiet" to={{ view: 'settings', section: 'approvals' }}>
            {t.chat.waiting.review}
          </LinkButton>
        </div>
      )}
    </>
  );
}

/** How many messages of programs wait for the owner's word in this chat. */
function useProposals(chatID: string): number {
  const pending = useReadable(useData().approvals.pending) ?? [];
  return pending.filter((one) => one.chatID === chatID).length;
}
