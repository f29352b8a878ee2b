import type { Account } from '@partyline/protocol';
import type { ReactNode } from 'react';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './AccountCard.module.css';
import { nameOf, networkOf } from './account-name.ts';

interface AccountCardProps {
  readonly account: Account;
  /** The button that mends what is wrong. */
  readonly remedy?: ReactNode;
  readonly menu?: ReactNode;
}

/** Who it is, on which network, how it is doing, and in words what to do about it. */
export function AccountCard({ account, remedy, menu }: AccountCardProps) {
  const { accountID, status, statusText, user } = account;
  const name = nameOf(account);
  const text = statusText ?? t.accounts.hints[status];
  return (
    <div className={styles['card']}>
      <Avatar name={name} id={accountID} imgURL={user.imgURL} />
      <div className={styles['words']}>
        <p className={styles['name']}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles['network']}>
          <bdi>{networkOf(account)}</bdi>
        </p>
      </div>
      <p className={styles['status']} data-status={status} role="status">
        {t.accountStatus[status]}
      </p>
      {menu !== undefined && <div className={styles['menu']}>{menu}</div>}
      {text !== undefined && (
        <p className={styles['text']}>
          <bdi>{text}</bdi>
        </p>
      )}
      {remedy !== undefined && <div className={styles['remedy']}>{remedy}</div>}
    </div>
  );
}
