import { type SubmitEvent, useEffect, useState } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckField } from '../../ui/CheckField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './LabelsDialog.module.css';
import { useChatActions } from './use-chat-actions.ts';
import { useLabels } from './use-labels.ts';

interface LabelsDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly chatID: string;
}

/** Which labels a chat bears. New ones are made on the way. */
export default function LabelsDialog({ isOpen, onClose, chatID }: LabelsDialogProps) {
  const texts = t.chatActions.labelling;
  const chat = useChat(chatID);
  const data = useData();
  const actions = useChatActions();
  const { labels, load } = useLabels();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (isOpen) load();
  }, [isOpen, load]);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    try {
      const known = labels?.find((label) => label.name.toLowerCase() === wanted.toLowerCase());
      await actions.setLabel(chatID, known ?? (await data.labels.create(wanted)), true);
      setName('');
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={texts.title(chat?.title ?? '')}>
      {labels === undefined && <p>{texts.loading}</p>}
      {labels?.length === 0 && <p className={styles['none']}>{texts.none}</p>}
      {labels !== undefined && labels.length > 0 && (
        <ul className={styles['labels']}>
          {labels.map((label) => (
            <li key={label.id}>
              <CheckField
                label={<bdi>{label.name}</bdi>}
                isOn={chat?.labels?.some(({ id }) => id === label.id) === true}
                onChange={(isOn) => void actions.setLabel(chatID, label, isOn)}
              />
            </li>
          ))}
        </ul>
      )}
      <form className={styles['new']} onSubmit={add}>
        <TextField
          label={texts.name}
          value={name}
          maxLength={100}
          problem={problem}
          onChange={({ target }) => {
            setName(target.value);
            setProblem(undefined);
          }}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {texts.add}
        </Button>
      </form>
    </Dialog>
  );
}
