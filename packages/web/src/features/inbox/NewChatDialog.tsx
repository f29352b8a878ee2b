import { Autocomplete } from '@base-ui/react/autocomplete';
import type { User } from '@partyline/protocol';
import { useState } from 'react';
import { useAccounts, useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { nameOf, networkOf } from '../accounts/account-name.ts';
import { focusComposer } from './focus-composer.ts';
import styles from './NewChatDialog.module.css';
import { useContacts } from './use-contacts.ts';

interface NewChatDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  /** To begin with. */
  readonly accountID: string | undefined;
}

const texts = t.newChat;

/** A direct chat: from which account, and with whom. */
export default function NewChatDialog({ isOpen, onClose, accountID }: NewChatDialogProps) {
  const accounts = useAccounts() ?? [];
  const [chosen, setChosen] = useState(accountID);
  const usable = accounts.find((account) => account.accountID === chosen) ?? accounts.find(isConnected) ?? accounts[0];
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={texts.title}>
      {usable === undefined ? (
        <>
          <p>{texts.noAccounts}</p>
          <LinkButton look="primary" to={{ view: 'add-account' }} onClick={onClose}>
            {t.accounts.add}
          </LinkButton>
        </>
      ) : (
        <>
          {accounts.length > 1 && (
            <SelectField
              label={texts.account}
              value={usable.accountID}
              options={accounts.map((account) => [account.accountID, `${networkOf(account)} · ${nameOf(account)}`])}
              onChange={({ target }) => setChosen(target.value)}
            />
          )}
          <People key={usable.accountID} accountID={usable.accountID} onDone={onClose} />
        </>
      )}
    </Dialog>
  );
}

const isConnected = ({ status }: { readonly status?: string }) => status === 'connected' || status === 'backfilling';

interface PeopleProps {
  readonly accountID: string;
  onDone(): void;
}

function People({ accountID, onDone }: PeopleProps) {
  const { api, chats } = useData();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const { people, isSearching, problem: searchProblem } = useContacts(accountID, query.trim());
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const start = async (user: User) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { chatID: _, status: __, ...chat } = await api.chats.start({ accountID, user: { id: user.id } });
      chats.put(chat);
      onDone();
      navigate({ view: 'inbox', chatID: chat.id });
      focusComposer();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const said = problem ?? searchProblem;
  return (
    <Autocomplete.Root
      inline
      open
      items={people ?? []}
      filter={null}
      autoHighlight="always"
      keepHighlight
      value={query}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setQuery(value)}
      itemToStringValue={wordsFor}
    >
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the library's input is the control */}
      <label className={styles['field']}>
        <span className={styles['label']}>{texts.who}</span>
        <Autocomplete.Input data-first="" className={styles['input']} placeholder={texts.placeholder} />
      </label>
      <p className={styles['hint']}>{texts.hint}</p>
      {said !== undefined && <Notice look="bad">{said}</Notice>}
      <Autocomplete.Status className={styles['status']}>
        {isSearching
          ? texts.searching
          : people?.length === 0
            ? query.trim() === ''
              ? texts.noContacts
              : texts.none
            : ''}
      </Autocomplete.Status>
      <Autocomplete.List className={styles['people']} aria-label={texts.people}>
        {(user: User) => (
          <Autocomplete.Item
            key={user.id}
            value={user}
            disabled={user.cannotMessage === true}
            className={styles['person']}
            onClick={() => void start(user)}
          >
            <Avatar name={wordsFor(user)} id={user.id} imgURL={user.imgURL} size="small" />
            <span className={styles['words']}>
              <bdi>{wordsFor(user)}</bdi>
              <bdi className={styles['about']}>{user.cannotMessage === true ? texts.cannot : aboutOf(user)}</bdi>
            </span>
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

const wordsFor = ({ fullName, username, phoneNumber, email, id }: User): string =>
  fullName ?? username ?? phoneNumber ?? email ?? id;

const aboutOf = (user: User): string =>
  [user.username, user.phoneNumber, user.email]
    .filter((one) => one !== undefined && one !== wordsFor(user))
    .join(' · ');
