import type { Webhook, WebhookAttempt } from '@partyline/protocol';
import { EllipsisVertical, KeyRound, Power, PowerOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useData } from '../../../app/context.ts';
import { focusContent } from '../../../app/focus-content.ts';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { tell, warn } from '../../../ui/toasts.ts';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';
import { Card } from '../parts/Section.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import { RotateDialog } from './RotateDialog.tsx';
import styles from './WebhookCard.module.css';
import { attemptText, filterText, healthLines, stateText } from './webhook-words.ts';

interface WebhookCardProps {
  readonly webhook: Webhook;
  onChanged(webhook: Webhook): void;
  onDeleted(): void;
  onSecret(secret: string): void;
}

export function WebhookCard({ webhook, onChanged, onDeleted, onSecret }: WebhookCardProps) {
  const { api } = useData();
  const { id, url, description, isDisabled, health } = webhook;
  const [attempt, setAttempt] = useState<WebhookAttempt>();
  const [isTesting, setTesting] = useState(false);
  const [asking, setAsking] = useState<'rotate' | 'delete'>();
  const texts = t.settings.webhooks;
  const refresh = async () => onChanged(await api.webhooks.retrieve(id));
  const test = async () => {
    setTesting(true);
    setAttempt(undefined);
    try {
      setAttempt(await api.webhooks.test(id, { maxRetries: 0 }));
      await refresh();
    } catch (error) {
      warn(errorText(error));
    } finally {
      setTesting(false);
    }
  };
  const flip = () =>
    api.webhooks
      .update(id, { isDisabled: !isDisabled })
      .then(onChanged)
      .catch((error: unknown) => warn(errorText(error)));
  return (
    <Card>
      <div className={styles['head']}>
        <div className={styles['words']}>
          <h3 className={styles['url']}>
            <bdi>{url}</bdi>
          </h3>
          {description !== undefined && (
            <p>
              <bdi>{description}</bdi>
            </p>
          )}
          <p className={styles['soft']}>{filterText(webhook)}</p>
        </div>
        <p className={styles['state']} data-state={isDisabled ? 'disabled' : health.state}>
          {stateText(webhook)}
        </p>
      </div>
      <ul className={styles['lines']}>
        {healthLines(webhook).map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
      {attempt !== undefined && <Notice look={attempt.delivered ? 'good' : 'bad'}>{attemptText(attempt)}</Notice>}
      <div className={styles['actions']}>
        <Button isBusy={isTesting} onClick={test}>
          {isTesting ? texts.testing : texts.test}
        </Button>
        <Menu
          trigger={
            <IconButton label={texts.more(url)}>
              <EllipsisVertical />
            </IconButton>
          }
        >
          <MenuItem icon={isDisabled ? <Power /> : <PowerOff />} onSelect={flip}>
            {isDisabled ? texts.switchOn : texts.switchOff}
          </MenuItem>
          <MenuItem icon={<KeyRound />} onSelect={() => setAsking('rotate')}>
            {texts.rotate}
          </MenuItem>
          <MenuSeparator />
          <MenuItem isDangerous icon={<Trash2 />} onSelect={() => setAsking('delete')}>
            {texts.remove}
          </MenuItem>
        </Menu>
      </div>
      {health.deadLetters > 0 && <DeadLetters webhookID={id} count={health.deadLetters} onChanged={refresh} />}
      <RotateDialog
        isOpen={asking === 'rotate'}
        webhookID={id}
        onClose={() => setAsking(undefined)}
        onRotated={(secret) => {
          onSecret(secret);
          refresh().catch((error: unknown) => warn(errorText(error)));
        }}
      />
      <ConfirmDialog
        isOpen={asking === 'delete'}
        onClose={() => setAsking(undefined)}
        title={texts.removeTitle}
        description={texts.removeText}
        confirm={texts.remove}
        onConfirm={async () => {
          await api.webhooks.delete(id);
          onDeleted();
          tell(texts.removed);
          focusContent();
        }}
      />
    </Card>
  );
}
