import { ChevronDown, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAccounts } from '../../app/context.ts';
import { type ChatFilter, keyOf, wholeInbox } from '../../data/chat-filter.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuChoice } from '../../ui/Menu.tsx';
import { accountChoices, accountIDsOf, choiceOf } from './account-choices.ts';
import styles from './FilterBar.module.css';
import { useLabels } from './use-labels.ts';

interface FilterBarProps {
  readonly filter: ChatFilter;
  readonly chosenID: string | undefined;
}

/** Which chats are listed. What is chosen is in the address. */
export function FilterBar({ filter, chosenID }: FilterBarProps) {
  const navigate = useNavigate();
  const accounts = useAccounts() ?? [];
  const labels = useLabels().labels ?? [];
  const set = (change: Partial<ChatFilter>) =>
    navigate({ view: 'inbox', chatID: chosenID, filter: { ...filter, ...change } });
  const isUnread = filter.unreadOnly === true;
  return (
    <section className={styles['bar']} aria-label={t.inbox.filters.label}>
      <button
        type="button"
        className={styles['chip']}
        aria-pressed={isUnread}
        onClick={() => set({ unreadOnly: isUnread ? undefined : true })}
      >
        {t.inbox.filters.unread}
      </button>
      <Chooser
        label={t.inbox.filters.place}
        value={filter.inbox}
        isOn={filter.inbox !== 'primary'}
        options={[
          ['primary', t.inbox.title],
          ['low-priority', t.inbox.lowPriority],
          ['archive', t.inbox.archive],
        ]}
        onChoose={(inbox) => set({ inbox })}
      />
      {accounts.length > 1 && (
        <Chooser
          label={t.inbox.filters.account}
          value={choiceOf(filter.accountIDs)}
          isOn={filter.accountIDs !== undefined}
          options={[['', t.inbox.filters.allAccounts], ...accountChoices(accounts)]}
          onChoose={(choice) => set({ accountIDs: accountIDsOf(choice) })}
        />
      )}
      {labels.length > 0 && (
        <Chooser
          label={t.inbox.filters.labels}
          value={filter.labelID ?? ''}
          isOn={filter.labelID !== undefined}
          options={[['', t.inbox.filters.anyLabel], ...labels.map(({ id, name }) => [id, name] as const)]}
          onChoose={(id) => set({ labelID: id === '' ? undefined : id })}
        />
      )}
      {keyOf(filter) !== keyOf(wholeInbox) && (
        <IconButton
          className={styles['clear']}
          label={t.inbox.filters.clear}
          onClick={() => navigate({ view: 'inbox', chatID: chosenID, filter: wholeInbox })}
        >
          <X />
        </IconButton>
      )}
    </section>
  );
}

interface ChooserProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly isOn: boolean;
  readonly options: readonly (readonly [value: T, text: string])[];
  onChoose(value: T): void;
}

/** A chip with a menu: it says what it is about until something is chosen. */
function Chooser<T extends string>({ label, value, isOn, options, onChoose }: ChooserProps<T>): ReactNode {
  const chosen = isOn ? options.find(([option]) => option === value)?.[1] : undefined;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={styles['chip']} data-on={isOn}>
          {chosen !== undefined && <span className="visually-hidden">{label}: </span>}
          <bdi className={styles['text']}>{chosen ?? label}</bdi>
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      }
    >
      <MenuChoice label={label} value={value} options={options} onChoose={onChoose} />
    </Menu>
  );
}
