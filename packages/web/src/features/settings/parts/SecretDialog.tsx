import { useState } from 'react';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { CopyText } from './CopyText.tsx';
import { useLast } from './use-last.ts';

interface SecretDialogProps {
  /** Undefined: closed. */
  readonly secret: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly label: string;
  onClose(): void;
}

/** A secret that the server tells once. Until it was copied, Escape does not close it. */
export function SecretDialog({ secret, title, text, label, onClose }: SecretDialogProps) {
  const [isCopied, setCopied] = useState(false);
  if (isCopied && secret === undefined) setCopied(false);
  return (
    <Dialog
      held={isCopied ? undefined : t.settings.notCopied}
      isOpen={secret !== undefined}
      onClose={onClose}
      title={title}
      description={text}
      actions={
        <Button look="primary" onClick={onClose}>
          {t.settings.done}
        </Button>
      }
    >
      <Secret secret={secret} label={label} onCopied={() => setCopied(true)} />
    </Dialog>
  );
}

interface SecretProps extends Pick<SecretDialogProps, 'secret' | 'label'> {
  onCopied(): void;
}

/** Still there while the dialog closes, and forgotten with it. */
function Secret({ secret, label, onCopied }: SecretProps) {
  const shown = useLast(secret) ?? '';
  return <CopyText key={shown} label={label} text={shown} onCopied={onCopied} />;
}
