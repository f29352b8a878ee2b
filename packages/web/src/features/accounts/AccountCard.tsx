import type { Account } from '@partyline/protocol';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './AccountCard.module.css';
import { nameOf } from './account-name.ts';

/** Who it is, on which network, and how it is doing. */
export function AccountCard({ account }: { readonly account: Account }) {
  const { accountID, network, bridge, status, statusText, user } = account;
  const name = nameOf(account);
  return (
    <div className={styles['card']}>
      <Avatar name={name} id={accountID} imgURL={user.imgURL} />
      <div className={styles['words']}>
        <p className={styles['name']}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles['network']}>{network ?? bridge.type}</p>
        {statusText !== undefined && <p className={styles['text']}>{statusText}</p>}
      </div>
      <p className={styles['status']} data-status={status}>
        {t.accountStatus[status]}
      </p>
    </div>
  );
}
