import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import styles from './FormDialog.module.css';

interface FormDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly title: string;
  readonly submit: string;
  readonly children: ReactNode;
  /** False: something is wrong with the fields, which say so. What fails is told here. */
  onSubmit(): Promise<boolean>;
}

/** Fields to fill in. A click beside it does not close it. */
export function FormDialog({ isOpen, onClose, title, submit, children, onSubmit }: FormDialogProps) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const close = () => {
    setFailure(undefined);
    onClose();
  };
  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setFailure(undefined);
    setBusy(true);
    try {
      if (!(await onSubmit())) requestAnimationFrame(() => showProblem(form.current));
    } catch (error) {
      setFailure(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isSticky
      isOpen={isOpen}
      onClose={close}
      title={title}
      actions={
        <>
          {failure !== undefined && (
            <div className={styles['failure']}>
              <Notice look="bad">{failure}</Notice>
            </div>
          )}
          <Button onClick={close}>{t.app.cancel}</Button>
          <Button look="primary" type="submit" form={id} isBusy={isBusy}>
            {submit}
          </Button>
        </>
      }
    >
      <form ref={form} id={id} className={styles['fields']} onSubmit={run} noValidate>
        {children}
      </form>
    </Dialog>
  );
}

function showProblem(form: HTMLFormElement | null): void {
  form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' });
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
