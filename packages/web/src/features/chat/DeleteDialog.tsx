import type { Message } from '@partyline/protocol';
import { useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { summaryOf } from '../../format/message-kind.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { warn } from '../../ui/toasts.ts';
import styles from './Dialogs.module.css';
import { canDelete } from './message-abilities.ts';
import { useRoom } from './room.ts';

interface DeleteDialogProps {
  readonly message: Message;
  onClose(): void;
}

/** Says what becomes of a message before it is deleted. */
export default function DeleteDialog({ message, onClose }: DeleteDialogProps) {
  const { api } = useData();
  const room = useRoom();
  const [busy, setBusy] = useState<'everyone' | 'me'>();
  const { everyone, me } = canDelete(message, room);
  const remove = async (what: 'everyone' | 'me') => {
    setBusy(what);
    try {
      await api.messages.delete(message.id, { chatID: room.chatID, forEveryone: what === 'everyone' });
      onClose();
    } catch (error) {
      warn(errorText(error));
      setBusy(undefined);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.chat.deleteTitle}
      description={t.chat.deleteText[everyone && me ? 'both' : everyone ? 'everyone' : 'me']}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          {me && (
            <Button look={everyone ? 'plain' : 'danger'} isBusy={busy === 'me'} onClick={() => remove('me')}>
              {t.chat.deleteMe}
            </Button>
          )}
          {everyone && (
            <Button look="danger" isBusy={busy === 'everyone'} onClick={() => remove('everyone')}>
              {t.chat.deleteEveryone}
            </Button>
          )}
        </>
      }
    >
      <blockquote className={styles['quote']} dir="auto">
        {summaryOf(message)}
      </blockquote>
    </Dialog>
  );
}
