import type { Approval } from '@partyline/protocol';
import { useState } from 'react';
import { t } from '../../../texts/texts.ts';
import { TextAreaField } from '../../../ui/TextAreaField.tsx';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';
import { useLast } from '../parts/use-last.ts';

interface EditDialogProps {
  /** Undefined: closed. */
  readonly about: Approval | undefined;
  onClose(): void;
  onApprove(about: Approval, text: string): Promise<void>;
}

export function EditDialog({ about, onClose, onApprove }: EditDialogProps) {
  const shown = useLast(about);
  const [written, setWritten] = useState<string>();
  const [isEmpty, setEmpty] = useState(false);
  const texts = t.settings.approvals;
  const text = written ?? shown?.text ?? '';
  const close = () => {
    setWritten(undefined);
    setEmpty(false);
    onClose();
  };
  return (
    <ConfirmDialog
      isSticky
      isFilled={text !== (shown?.text ?? '')}
      isOpen={about !== undefined}
      onClose={close}
      title={texts.editTitle}
      description={texts.editText}
      confirm={texts.approveEdited}
      look="primary"
      onConfirm={async () => {
        const nothing = text.trim() === '' && shown?.fileName === undefined;
        setEmpty(nothing);
        if (about === undefined || nothing) return false;
        await onApprove(about, text);
        return true;
      }}
    >
      <TextAreaField
        label={texts.message}
        dir="auto"
        rows={5}
        value={text}
        problem={isEmpty ? texts.textMissing : undefined}
        onChange={({ target }) => {
          setWritten(target.value);
          setEmpty(false);
        }}
      />
    </ConfirmDialog>
  );
}
