import { type ReactNode, useState } from 'react';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Notice } from '../../../ui/Notice.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly title: string;
  /** What follows from it. */
  readonly description: string;
  readonly children?: ReactNode;
  readonly confirm: string;
  readonly look?: 'primary' | 'danger';
  /** A click beside it does not close it: something typed would be lost. */
  readonly isSticky?: boolean;
  /** It closes when this is done, unless it answers false; what goes wrong is said, and it stays. */
  onConfirm(): Promise<unknown>;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    isOpen,
    onClose,
    title,
    description,
    children,
    confirm,
    look = 'danger',
    isSticky = false,
    onConfirm,
  } = props;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const close = () => {
    setProblem(undefined);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      if ((await onConfirm()) !== false) close();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isSticky={isSticky}
      isOpen={isOpen}
      onClose={close}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={close}>{t.app.cancel}</Button>
          <Button look={look} isBusy={isBusy} onClick={run}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {problem !== undefined && <Notice look="bad">{problem}</Notice>}
    </Dialog>
  );
}
