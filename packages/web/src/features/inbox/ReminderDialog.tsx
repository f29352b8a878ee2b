import { type SubmitEvent, useState } from 'react';
import { useChat } from '../../app/context.ts';
import { localMinute, reminderTimes } from '../../data/reminder-times.ts';
import { soonText } from '../../format/dates.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckField } from '../../ui/CheckField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './ReminderDialog.module.css';
import { useChatActions } from './use-chat-actions.ts';

interface ReminderDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly chatID: string;
}

/** When to be reminded of a chat: a time that is often meant, or any. */
export default function ReminderDialog({ isOpen, onClose, chatID }: ReminderDialogProps) {
  const texts = t.chatActions.reminder;
  const chat = useChat(chatID);
  const actions = useChatActions();
  const [times] = useState(() => reminderTimes(new Date()));
  const [when, setWhen] = useState(() => localMinute(times.at(-1)?.[1] ?? new Date()));
  const [untilReply, setUntilReply] = useState(chat?.reminder?.dismissOnIncomingMessage ?? false);
  const [problem, setProblem] = useState<string>();
  const set = async (at: Date) => {
    if (await actions.remind(chatID, at, untilReply)) onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const at = new Date(when);
    if (!(at.getTime() > Date.now())) return setProblem(texts.past);
    void set(at);
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={texts.title(chat?.title ?? '')}
      description={texts.text}
      actions={
        <>
          {chat?.reminder?.remindAt !== undefined && (
            <Button
              look="quiet"
              onClick={() => {
                void actions.clearReminder(chatID);
                onClose();
              }}
            >
              {t.chatActions.clearReminder}
            </Button>
          )}
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button look="primary" type="submit" form="reminder">
            {texts.set}
          </Button>
        </>
      }
    >
      <div className={styles['times']}>
        {times.map(([name, at]) => (
          <Button key={name} onClick={() => void set(at)}>
            {t.chatActions.times[name]}
            <span className={styles['at']}>{soonText(at.toISOString())}</span>
          </Button>
        ))}
      </div>
      <form id="reminder" noValidate className={styles['form']} onSubmit={submit}>
        <TextField
          type="datetime-local"
          label={texts.when}
          value={when}
          min={localMinute(new Date())}
          required
          problem={problem}
          onChange={({ target }) => {
            setWhen(target.value);
            setProblem(undefined);
          }}
        />
        <CheckField label={texts.untilReply} isOn={untilReply} onChange={setUntilReply} />
      </form>
    </Dialog>
  );
}
