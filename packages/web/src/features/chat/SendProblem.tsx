import { APIConnectionError } from '@partyline/client';
import { useState } from 'react';
import { useData } from '../../app/context.ts';
import type { TimelineItem } from '../../data/message-order.ts';
import { errorText } from '../../format/error-text.ts';
import { markdownText } from '../../html/markdown-text.ts';
import { t } from '../../texts/texts.ts';
import { warn } from '../../ui/toasts.ts';
import { writtenIn } from '../composer/written.ts';
import { useRoom } from './room.ts';
import styles from './SendProblem.module.css';
import { type State, stateOf } from './send-states.ts';

/** What went wrong with an own message, and what can be done about it. Nothing typed is lost: what is discarded goes back to where one writes. */
export function SendProblem({ item }: { readonly item: TimelineItem }) {
  const { isConnected } = useRoom();
  const state = stateOf(item, isConnected);
  const { again, confirm, discard, isBusy } = useChoices(item);
  if (item.message.isSender !== true || item.message.isDeleted === true) return null;
  if (state === 'waiting' || state === 'approval')
    return (
      <p className={styles['waits']}>
        {t.chat.state[state]}
        <button type="button" className={styles['choice']} onClick={discard} disabled={isBusy}>
          {t.chat.state.discard}
        </button>
      </p>
    );
  if (state !== 'failed' && state !== 'refused' && state !== 'uncertain') return null;
  return (
    <div className={styles['problem']}>
      <p>{reasonOf(item, state)}</p>
      <p className={styles['choices']}>
        <button type="button" className={styles['choice']} onClick={again} disabled={isBusy}>
          {state === 'uncertain' ? t.chat.state.again : t.app.retry}
        </button>
        {state === 'uncertain' && (
          <button type="button" className={styles['choice']} onClick={confirm} disabled={isBusy}>
            {t.chat.state.arrived}
          </button>
        )}
        <button type="button" className={styles['choice']} onClick={discard} disabled={isBusy}>
          {t.chat.state.discard}
        </button>
      </p>
    </div>
  );
}

function reasonOf({ local, message: { sendStatus } }: TimelineItem, state: State): string {
  if (state === 'uncertain') return t.chat.state.uncertain;
  if (local?.kind !== 'refused') return [t.chat.state.notSent, sendStatus?.message].filter(Boolean).join(': ');
  if (local.error === undefined) return t.chat.state.old;
  return local.error instanceof APIConnectionError
    ? t.chat.state.unreached
    : `${t.chat.state.notSent}: ${errorText(local.error)}`;
}

function useChoices({ key, local, message }: TimelineItem) {
  const { api, drafts, chats } = useData();
  const { timeline, chatID } = useRoom();
  const [isBusy, setBusy] = useState(false);
  const { pendingMessageID = message.id } = message;
  const tried = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work().catch((error: unknown) => warn(t.chat.state.failedAction, { description: errorText(error) }));
    setBusy(false);
  };
  const giveBack = (text: string) => {
    const there = writtenIn(chats.get(chatID), drafts.at(chatID).get());
    if (text !== '' && there.text.trim() === '') drafts.set(chatID, { ...there, text });
  };
  return {
    isBusy,
    again: () => tried(() => (local === undefined ? api.outbox.retry(pendingMessageID) : timeline.retry(key))),
    confirm: () => tried(() => timeline.change(() => api.outbox.confirm(pendingMessageID))),
    discard: () =>
      tried(async () => {
        if (local !== undefined) return giveBack(timeline.discard(key)?.text ?? '');
        await api.outbox.cancel(pendingMessageID);
        giveBack(markdownText(message.text ?? ''));
      }),
  };
}
