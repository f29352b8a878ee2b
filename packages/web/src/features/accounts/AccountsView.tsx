import type { Account } from '@partyline/protocol';
import { Plug } from 'lucide-react';
import { useAccounts } from '../../app/context.ts';
import { t } from '../../texts/texts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Page } from '../../ui/Page.tsx';
import { AccountRow } from './AccountRow.tsx';
import styles from './AccountsView.module.css';

interface AccountsViewProps {
  /** To be shown with its details. */
  readonly accountID: string | undefined;
}

/** Every account, those of one sign-in together, live. */
export default function AccountsView({ accountID }: AccountsViewProps) {
  const accounts = useAccounts();
  const add = (
    <LinkButton look="primary" to={{ view: 'add-account' }}>
      {t.accounts.add}
    </LinkButton>
  );
  return (
    <Page title={t.accounts.title} actions={accounts?.length === 0 ? undefined : add}>
      {accounts?.length === 0 && (
        <EmptyState icon={<Plug />} title={t.accounts.none} text={t.accounts.noneText}>
          {add}
        </EmptyState>
      )}
      <ul className={styles['list']}>
        {grouped(accounts ?? []).map((group) => (
          <li key={group[0].loginID ?? group[0].accountID} className={styles['group']}>
            {group.length > 1 && <h2 className={styles['shared']}>{t.accounts.shared(group.length)}</h2>}
            {group.map((account) => (
              <AccountRow
                key={account.accountID}
                account={account}
                mates={group.filter((other) => other !== account)}
                isChosen={account.accountID === accountID}
              />
            ))}
          </li>
        ))}
      </ul>
    </Page>
  );
}

type Group = readonly [Account, ...Account[]];

/** By sign-in, in the order of the server. */
function grouped(accounts: readonly Account[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const account of accounts) {
    const key = account.loginID ?? account.accountID;
    const group = groups.get(key);
    groups.set(key, group === undefined ? [account] : [...group, account]);
  }
  return [...groups.values()];
}
