import { Plug } from 'lucide-react';
import { useAccounts } from '../../app/context.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Page } from '../../ui/Page.tsx';
import { AccountCard } from './AccountCard.tsx';
import styles from './AccountsView.module.css';

interface AccountsViewProps {
  /** To be shown first. */
  readonly accountID: string | undefined;
}

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
        {accounts?.map((account) => (
          <li key={account.accountID}>
            <RouteLink
              className={styles['link']}
              to={{ view: 'accounts', accountID: account.accountID }}
              isCurrent={account.accountID === accountID}
            >
              <AccountCard account={account} />
            </RouteLink>
          </li>
        ))}
      </ul>
    </Page>
  );
}
