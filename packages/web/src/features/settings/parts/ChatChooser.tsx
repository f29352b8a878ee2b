import type { ChatListItem } from '@partyline/protocol';
import { X } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { CheckField } from '../../../ui/CheckField.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import styles from './ChatChooser.module.css';
import { Group } from './Group.tsx';
import { useLoaded } from './use-loaded.ts';
import { WhenLoaded } from './WhenLoaded.tsx';

export type ChosenChat = Pick<ChatListItem, 'id' | 'title' | 'accountID'>;

interface ChatChooserProps {
  readonly label: string;
  readonly chosen: readonly ChosenChat[];
  onChange(chosen: readonly ChosenChat[]): void;
}

const shownAtOnce = 20;

/** Chats of all accounts by their titles, any number of them. */
export function ChatChooser({ label, chosen, onChange }: ChatChooserProps) {
  const { api } = useData();
  const [words, setWords] = useState('');
  const query = useDeferredValue(words.trim());
  const load = useCallback(
    async () =>
      (await api.chats.search({ ...(query !== '' && { query, scope: 'titles' as const }), limit: shownAtOnce })).items,
    [api, query],
  );
  const found = useLoaded(load);
  const without = (id: string) => chosen.filter((chat) => chat.id !== id);
  const isChosen = (id: string) => chosen.some((chat) => chat.id === id);
  return (
    <Group label={label}>
      {chosen.length > 0 && (
        <ul className={styles['chosen']}>
          {chosen.map(({ id, title }) => (
            <li key={id}>
              <button
                type="button"
                className={styles['chip']}
                aria-label={t.settings.chooser.remove(title)}
                onClick={() => onChange(without(id))}
              >
                <bdi>{title}</bdi>
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextField
        label={t.settings.chooser.search}
        type="search"
        value={words}
        autoComplete="off"
        onChange={({ target }) => setWords(target.value)}
        // Enter here must not send the form around it.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <div className={styles['found']}>
        <WhenLoaded loading={found}>
          {(chats) =>
            chats.length === 0 ? (
              <p className={styles['none']}>{query === '' ? t.settings.chooser.noChats : t.settings.chooser.none}</p>
            ) : (
              chats.map((chat) => (
                <CheckField
                  key={chat.id}
                  label={
                    <>
                      <bdi>{chat.title}</bdi> <span className={styles['network']}>{chat.network}</span>
                    </>
                  }
                  isOn={isChosen(chat.id)}
                  onChange={(is) => onChange(is ? [...chosen, chat] : without(chat.id))}
                />
              ))
            )
          }
        </WhenLoaded>
      </div>
    </Group>
  );
}
