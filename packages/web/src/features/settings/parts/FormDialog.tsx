import { type FormEvent, type ReactNode, useId, useRef } from 'react';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import styles from './FormDialog.module.css';
import { useDialogCall } from './use-dialog-call.ts';

interface FormDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly title: string;
  readonly submit: string;
  readonly children: ReactNode;
  /** Something was filled in: Escape does not throw it away. */
  readonly isFilled: boolean;
  /** False: something is wrong with the fields, which say so. What fails is told here. */
  onSubmit(): Promise<boolean>;
}

/** Fields to fill in. A click beside it does not close it. */
export function FormDialog({ isOpen, onClose, title, submit, children, isFilled, onSubmit }: FormDialogProps) {
  const { isBusy, problem, close, run } = useDialogCall(onClose);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await run(onSubmit))) requestAnimationFrame(() => showProblem(form.current));
  };
  return (
    <Dialog
      isSticky
      held={isFilled ? t.settings.notSaved : undefined}
      isOpen={isOpen}
      onClose={close}
      title={title}
      actions={
        <>
          {problem !== undefined && (
            <div className={styles['failure']}>
              <Notice look="bad">{problem}</Notice>
            </div>
          )}
          <Button onClick={close}>{t.app.cancel}</Button>
          <Button look="primary" type="submit" form={id} isBusy={isBusy}>
            {submit}
          </Button>
        </>
      }
    >
      <form ref={form} id={id} className={styles['fields']} onSubmit={send} noValidate>
        {children}
      </form>
    </Dialog>
  );
}

function showProblem(form: HTMLFormElement | null): void {
  form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' });
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
