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

/** A secret that the server tells once. */
export function SecretDialog({ secret, title, text, label, onClose }: SecretDialogProps) {
  return (
    <Dialog
      isSticky
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
      <Secret secret={secret} label={label} />
    </Dialog>
  );
}

/** Still there while the dialog closes, and forgotten with it. */
function Secret({ secret, label }: Pick<SecretDialogProps, 'secret' | 'label'>) {
  const shown = useLast(secret) ?? '';
  return <CopyText key={shown} label={label} text={shown} />;
}
