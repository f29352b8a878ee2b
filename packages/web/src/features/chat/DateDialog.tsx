import { type FormEvent, useState } from 'react';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useRoom } from './room.ts';

/** Goes to the first message since a date. */
export default function DateDialog({ onClose }: { onClose(): void }) {
  const { timeline, jumpTo } = useRoom();
  const [date, setDate] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      // Midnight where the person is.
      const found = await timeline.firstSince(new Date(`${date}T00:00`));
      if (found === undefined) return setProblem(t.chat.date.none);
      jumpTo(found);
      onClose();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.chat.date.title}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button look="primary" type="submit" form="to-date" isBusy={isBusy} disabled={date === ''}>
            {t.chat.date.go}
          </Button>
        </>
      }
    >
      <form id="to-date" onSubmit={go}>
        <TextField
          label={t.chat.date.label}
          type="date"
          required
          max={dayOf(new Date())}
          value={date}
          problem={problem}
          onChange={({ target }) => setDate(target.value)}
        />
      </form>
    </Dialog>
  );
}

/** As the input has it: `2026-05-31`. */
const dayOf = (date: Date): string =>
  [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-');
