import { useState } from 'react';
import type { Lost } from '../../app/overlays.ts';
import { useLeave } from '../../app/use-sign-out.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface SignOutDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly lost: Lost;
}

/** Says what signing out would delete, where the server could not be given all of it. */
export default function SignOutDialog({ isOpen, onClose, lost }: SignOutDialogProps) {
  const texts = t.session.leaving;
  const leave = useLeave();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await leave();
      onClose();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const words = [
    ...(lost.messages > 0 ? [texts.messages(lost.messages)] : []),
    ...(lost.drafts > 0 ? [texts.drafts(lost.drafts)] : []),
    ...(lost.files > 0 ? [texts.files(lost.files)] : []),
    texts.text,
  ];
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={texts.title}
      description={words.join(' ')}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button look="danger" isBusy={isBusy} onClick={() => void run()}>
            {texts.confirm}
          </Button>
        </>
      }
    >
      {problem !== undefined && <Notice look="bad">{problem}</Notice>}
    </Dialog>
  );
}
