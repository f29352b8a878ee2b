import { useState } from 'react';
import { useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { SelectField } from '../../../ui/SelectField.tsx';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';

interface RotateDialogProps {
  readonly isOpen: boolean;
  readonly webhookID: string;
  onClose(): void;
  onRotated(secret: string): void;
}

export function RotateDialog({ isOpen, webhookID, onClose, onRotated }: RotateDialogProps) {
  const { api } = useData();
  const [hours, setHours] = useState('24');
  const texts = t.settings.webhooks;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={texts.rotateTitle}
      description={texts.rotateText}
      confirm={texts.rotate}
      look="primary"
      onConfirm={async () => {
        const body = { overlapHours: Number(hours) };
        onRotated((await api.webhooks.rotateSecret(webhookID, body, { maxRetries: 0 })).secret);
      }}
    >
      <SelectField
        label={texts.overlap}
        value={hours}
        options={texts.overlaps}
        onChange={({ target }) => setHours(target.value)}
      />
    </ConfirmDialog>
  );
}
