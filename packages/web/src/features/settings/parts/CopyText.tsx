import { Check, Copy } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './CopyText.module.css';

interface CopyTextProps {
  readonly label: string;
  readonly text: string;
  /** For commands: the label stands above already. */
  readonly isLabelHidden?: boolean;
  /** By the button, or by the keyboard. */
  onCopied?(): void;
}

/** A text to take along: a secret that is shown once, a command for a terminal. */
export function CopyText({ label, text, isLabelHidden = false, onCopied }: CopyTextProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    // Over plain HTTP from another machine there is no clipboard: then it is selected, for the keyboard.
    await navigator.clipboard?.writeText(text).then(
      () => {
        setCopied(true);
        onCopied?.();
      },
      () => undefined,
    );
  };
  return (
    <div className={styles['copy']}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles['label']}>
        {label}
      </label>
      <div className={styles['line']}>
        <textarea
          ref={field}
          id={id}
          className={styles['text']}
          dir="ltr"
          readOnly
          rows={1}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onFocus={({ target }) => target.select()}
          onCopy={({ currentTarget: { selectionStart, selectionEnd } }) =>
            selectionEnd - selectionStart === text.length && onCopied?.()
          }
        />
        <Button onClick={copy}>
          {isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          {isCopied ? t.settings.copied : t.settings.copy}
        </Button>
        {/* Beside it: a button does not take its name from a status. */}
        <span role="status" className="visually-hidden">
          {isCopied && t.settings.copied}
        </span>
      </div>
    </div>
  );
}
