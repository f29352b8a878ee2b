import type { Account } from '@partyline/protocol';
import type { ReactNode } from 'react';
import { RouteLink } from '../../routing/RouteLink.tsx';
import type { Route } from '../../routing/route.ts';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './AccountCard.module.css';
import { nameOf, networkOf } from './account-name.ts';

interface AccountCardProps {
  readonly account: Account;
  /** The button that mends what is wrong. */
  readonly remedy?: ReactNode;
  readonly menu?: ReactNode;
  /** Where the name leads: to its details, or back without them. */
  readonly details?: { readonly to: Route; readonly areOpen: boolean };
}

/** Who it is, on which network, how it is doing, and in words what to do about it. */
export function AccountCard({ account, remedy, menu, details }: AccountCardProps) {
  const { accountID, status, statusText, user } = account;
  const name = nameOf(account);
  const text = statusText ?? t.accounts.hints[status];
  return (
    <div className={styles['card']}>
      <Avatar name={name} id={accountID} imgURL={user.imgURL} />
      <div className={styles['words']}>
        <p className={styles['name']}>
          {details === undefined ? (
            <bdi>{name}</bdi>
          ) : (
            <RouteLink className={styles['details']} to={details.to} aria-expanded={details.areOpen}>
              <bdi>{name}</bdi>
            </RouteLink>
          )}
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
