import type { Delivery } from '@partyline/protocol';
import { useState } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { fullText } from '../../format/dates.ts';
import { errorText } from '../../format/error-text.ts';
import { kindText } from '../../format/message-kind.ts';
import { markdownText } from '../../html/markdown-text.ts';
import { RichText } from '../../html/RichText.tsx';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { warn } from '../../ui/toasts.ts';
import { writtenIn } from '../composer/written.ts';
import styles from './Dialogs.module.css';
import { useRoom } from './room.ts';

/** Messages that are to be sent later: to be changed, or taken back. */
export default function ScheduledDialog({ onClose }: { onClose(): void }) {
  const { timeline } = useRoom();
  const list = useReadable(timeline.scheduled.list);
  return (
    <Dialog isOpen onClose={onClose} title={t.chat.waiting.title}>
      {list.length === 0 && <EmptyState title={t.chat.waiting.scheduled(0)} />}
      <ul className={styles['list']}>
        {list.map((delivery) => (
          <Entry key={delivery.pendingMessageID} delivery={delivery} onClose={onClose} />
        ))}
      </ul>
    </Dialog>
  );
}

function Entry({ delivery, onClose }: { readonly delivery: Delivery; onClose(): void }) {
  const { drafts, chats } = useData();
  const { timeline, chatID } = useRoom();
  const [isBusy, setBusy] = useState(false);
  const { pendingMessageID, text, sendAt, createdAt, attachments = [] } = delivery;
  const cancelled = async (then: () => void) => {
    setBusy(true);
    try {
      await timeline.scheduled.cancel(pendingMessageID);
      then();
    } catch (error) {
      warn(errorText(error));
    }
    setBusy(false);
  };
  const edit = () => {
    // What was being written there stays, below.
    const there = writtenIn(chats.get(chatID), drafts.at(chatID).get());
    const texts = [markdownText(text), there.text].filter((part) => part.trim() !== '');
    drafts.set(chatID, { ...there, text: texts.join('\n') });
    onClose();
  };
  return (
    <li className={styles['entry']}>
      <p className={styles['when']}>{t.chat.waiting.at(fullText(sendAt ?? createdAt))}</p>
      {attachments.map((one) => (
        <p key={one.id}>{one.fileName ?? kindText(one)}</p>
      ))}
      <RichText html={text} />
      <p className={styles['choices']}>
        {attachments.length === 0 && (
          <Button disabled={isBusy} onClick={() => cancelled(edit)}>
            {t.chat.waiting.edit}
          </Button>
        )}
        <Button disabled={isBusy} onClick={() => cancelled(() => undefined)}>
          {t.chat.waiting.cancel}
        </Button>
      </p>
    </li>
  );
}
