import { Pencil, Reply, X } from 'lucide-react';
import type { Intent } from '../../data/intents.ts';
import { nameOf, summaryOf } from '../../format/message-kind.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './IntentBar.module.css';

interface IntentBarProps {
  readonly intent: Intent;
  onCancel(): void;
}

/** Which message is answered or edited. */
export function IntentBar({ intent: { kind, message }, onCancel }: IntentBarProps) {
  const isReply = kind === 'reply';
  return (
    <div className={styles['bar']}>
      {isReply ? (
        <Reply className={styles['arrow']} aria-hidden="true" />
      ) : (
        <Pencil className={styles['icon']} aria-hidden="true" />
      )}
      <span className={styles['words']}>
        <bdi className={styles['title']}>{isReply ? t.composer.replyTo(nameOf(message)) : t.composer.editing}</bdi>
        <span className={styles['text']} dir="auto">
          {summaryOf(message)}
        </span>
      </span>
      <IconButton label={isReply ? t.composer.replyStop : t.composer.editStop} onClick={onCancel}>
        <X />
      </IconButton>
    </div>
  );
}
