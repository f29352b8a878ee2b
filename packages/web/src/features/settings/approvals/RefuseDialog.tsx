import type { Approval } from '@partyline/protocol';
import { useState } from 'react';
import { t } from '../../../texts/texts.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';

interface RefuseDialogProps {
  /** Undefined: closed. */
  readonly about: Approval | undefined;
  onClose(): void;
  onRefuse(about: Approval, reason: string): Promise<void>;
}

export function RefuseDialog({ about, onClose, onRefuse }: RefuseDialogProps) {
  const [reason, setReason] = useState('');
  const texts = t.settings.approvals;
  return (
    <ConfirmDialog
      isSticky
      isFilled={reason !== ''}
      isOpen={about !== undefined}
      onClose={() => {
        setReason('');
        onClose();
      }}
      title={texts.refuseTitle}
      description={texts.refuseText}
      confirm={texts.refuse}
      onConfirm={async () => {
        if (about !== undefined) await onRefuse(about, reason.trim());
        return true;
      }}
    >
      <TextField
        label={texts.reason}
        value={reason}
        maxLength={1_000}
        autoComplete="off"
        onChange={({ target }) => setReason(target.value)}
      />
    </ConfirmDialog>
  );
}
