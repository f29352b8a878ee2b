import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { t } from '../texts/texts.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  /** Buttons, the main one last. */
  readonly actions?: ReactNode;
  /** A click beside it does not close it: something typed would be lost. */
  readonly isSticky?: boolean;
  /** Something in it would be lost: only its buttons close it. What is said when Escape does not, with the button that does. */
  readonly held?: string | undefined;
}

/** On a phone it comes from below. */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, title, description, children, actions, isSticky = false, held } = props;
  const popup = useRef<HTMLDivElement>(null);
  const [saysWhy, setSaysWhy] = useState(false);
  if (saysWhy && (!isOpen || held === undefined)) setSaysWhy(false);
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(open, { reason }) => {
        if (open) return;
        if (held !== undefined && reason === 'escape-key') setSaysWhy(true);
        else onClose();
      }}
      disablePointerDismissal={isSticky || held !== undefined}
    >
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          ref={popup}
          className={styles['popup']}
          initialFocus={(how) => how === 'touch' || firstOf(popup.current)}
        >
          <header className={styles['head']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
            <Base.Close render={<IconButton label={t.app.close} />}>
              <X />
            </Base.Close>
          </header>
          <div className={styles['body']}>
            {description !== undefined && (
              <Base.Description className={styles['description']}>{description}</Base.Description>
            )}
            {children}
          </div>
          {saysWhy && (
            <p className={styles['held']} role="alert">
              {held}
            </p>
          )}
          {actions !== undefined && <footer className={styles['actions']}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** What bears `data-first`, else what there is to fill in, else the first button: not the cross, whose tooltip would take the first Escape. */
const firstOf = (popup: HTMLElement | null): HTMLElement | true =>
  popup?.querySelector<HTMLElement>('[data-first]') ??
  popup?.querySelector<HTMLElement>('header ~ * :is(input, select, textarea):not(:disabled)') ??
  popup?.querySelector<HTMLElement>('footer button') ??
  true;
