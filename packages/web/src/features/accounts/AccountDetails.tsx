import type { Account } from '@partyline/protocol';
import { t } from '../../texts/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './AccountDetails.module.css';

/** What the network and this server call it. */
export function AccountDetails({ account }: { readonly account: Account }) {
  const { accountID, bridge, user } = account;
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    [t.accounts.username, user.username],
    [t.accounts.phoneNumber, user.phoneNumber],
    [t.accounts.email, user.email],
    [t.accounts.identity, user.id === user.username ? undefined : user.id],
    [t.accounts.runs, t.accounts.providers[bridge.provider]],
    [t.accounts.accountID, accountID],
  ];
  return (
    <div className={styles['details']}>
      <dl className={styles['list']}>
        {rows.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label} className={styles['pair']}>
                <dt className={styles['label']}>{label}</dt>
                <dd className={styles['value']}>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
      <CopyButton text={accountID} label={t.accounts.copyID} doneLabel={t.accounts.copied} />
    </div>
  );
}
