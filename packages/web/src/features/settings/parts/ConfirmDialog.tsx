import type { ReactNode } from 'react';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useDialogCall } from './use-dialog-call.ts';

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
  /** Something was typed: Escape does not throw it away. */
  readonly isFilled?: boolean;
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
    isFilled = false,
    onConfirm,
  } = props;
  const { isBusy, problem, close, run } = useDialogCall(onClose);
  return (
    <Dialog
      isSticky={isSticky}
      held={isFilled ? t.settings.notSaved : undefined}
      isOpen={isOpen}
      onClose={close}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={close}>{t.app.cancel}</Button>
          <Button look={look} isBusy={isBusy} onClick={() => run(onConfirm)}>
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
