import type { DeadLetter } from '@partyline/protocol';
import { useCallback, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { focusContent, hasNoFocus } from '../../../app/focus-content.ts';
import { momentText } from '../../../format/dates.ts';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { tell, warn } from '../../../ui/toasts.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { WhenLoaded } from '../parts/WhenLoaded.tsx';
import styles from './WebhookCard.module.css';

interface DeadLettersProps {
  readonly webhookID: string;
  readonly count: number;
  /** There are fewer now. */
  onChanged(): Promise<void>;
}

/** Events that were given up: to be posted again, or thrown away. The newest 50 are shown, all can be replayed. */
export function DeadLetters({ webhookID, count, onChanged }: DeadLettersProps) {
  const { api } = useData();
  const letters = useLoaded(
    // biome-ignore lint/correctness/useExhaustiveDependencies: another number of them means other ones
    useCallback(async () => (await api.webhooks.deadLetters.list(webhookID)).items, [api, webhookID, count]),
  );
  const [isBusy, setBusy] = useState(false);
  const texts = t.settings.webhooks;

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      const before = document.activeElement;
      await work();
      // Whoever has gone on to something else stays there.
      if (hasNoFocus() || document.activeElement === before) focusContent();
      await onChanged();
    } catch (error) {
      warn(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const replay = (deadLetterIDs?: string[]) =>
    run(async () => {
      const body = deadLetterIDs === undefined ? {} : { deadLetterIDs };
      const { replayed, failure } = await api.webhooks.deadLetters.replay(webhookID, body, { maxRetries: 0 });
      if (failure === undefined) tell(texts.replayed(replayed.length));
      else warn(texts.replayFailed(failure.error ?? texts.noAnswer), { description: texts.replayed(replayed.length) });
    });
  const discard = ({ id }: DeadLetter) => run(() => api.webhooks.deadLetters.discard(id, { webhookID }));

  return (
    <div className={styles['letters']}>
      <div className={styles['letter']}>
        <div>
          <h4 className={styles['title']}>{texts.letters(count)}</h4>
          <p className={styles['soft']}>{texts.lettersText}</p>
        </div>
        <Button isBusy={isBusy} onClick={() => replay()}>
          {texts.replayAll}
        </Button>
      </div>
      <WhenLoaded loading={letters}>
        {(all) => (
          <ul aria-label={texts.letters(count)}>
            {all.map((letter) => (
              <li key={letter.id} className={styles['letter']}>
                <div className={styles['words']}>
                  <p>{texts.events[letter.type]}</p>
                  <p className={styles['soft']}>
                    {texts.letterAt(momentText(letter.ts), texts.tries(letter.attempts))}: <bdi>{letter.error}</bdi>
                  </p>
                </div>
                <div className={styles['actions']}>
                  <Button disabled={isBusy} onClick={() => replay([letter.id])}>
                    {texts.replay}
                  </Button>
                  <Button disabled={isBusy} onClick={() => discard(letter)}>
                    {texts.discard}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </WhenLoaded>
    </div>
  );
}
