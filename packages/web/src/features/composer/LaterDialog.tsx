import { type FormEvent, useState } from 'react';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface LaterDialogProps {
  onChoose(sendAt: Date): void;
  onClose(): void;
}

/** Any time to come. */
export default function LaterDialog({ onChoose, onClose }: LaterDialogProps) {
  const [when, setWhen] = useState('');
  const [problem, setProblem] = useState<string>();
  const choose = (event: FormEvent) => {
    event.preventDefault();
    const at = new Date(when);
    // A year of five digits is no date either.
    if (!(at.getTime() > Date.now())) return setProblem(t.composer.laterPast);
    onChoose(at);
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.composer.laterTitle}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button look="primary" type="submit" form="send-later" disabled={when === ''}>
            {t.composer.laterGo}
          </Button>
        </>
      }
    >
      <form id="send-later" onSubmit={choose}>
        <TextField
          label={t.composer.laterLabel}
          type="datetime-local"
          required
          value={when}
          problem={problem}
          onChange={({ target }) => setWhen(target.value)}
        />
      </form>
    </Dialog>
  );
}
