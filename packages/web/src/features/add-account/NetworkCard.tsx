import type { Bridge } from '@partyline/protocol';
import { ChevronRight } from 'lucide-react';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import styles from './NetworkCard.module.css';
import { NetworkIcon } from './NetworkIcon.tsx';

const { reasons } = t.addAccount;

/** One network: what it needs, whether it takes an account, and if not why. */
export function NetworkCard({ bridge }: { readonly bridge: Bridge }) {
  const { id, type, displayName, status, statusText, accounts } = bridge;
  const needs = t.addAccount.needs[type];
  if (status !== 'available')
    return (
      <div className={`${styles['card']} ${styles['closed']}`}>
        <NetworkIcon type={type} name={displayName} />
        <span className={styles['words']}>
          <bdi className={styles['name']}>{displayName}</bdi>
          <span className={styles['why']}>{t.addAccount[status]}</span>
          <span className={styles['text']}>
            {status === 'connected' ? reasons.connected : (statusText ?? reasons[status])}
          </span>
          {status === 'connected' && accounts[0] !== undefined && (
            <RouteLink className={styles['link']} to={{ view: 'accounts', accountID: accounts[0].accountID }}>
              {t.accounts.details}
            </RouteLink>
          )}
        </span>
      </div>
    );
  return (
    <RouteLink className={styles['card']} to={{ view: 'add-account', bridgeID: id }}>
      <NetworkIcon type={type} name={displayName} />
      <span className={styles['words']}>
        <bdi className={styles['name']}>{displayName}</bdi>
        {needs !== undefined && <span className={styles['text']}>{needs}</span>}
        {accounts.length > 0 && <span className={styles['text']}>{t.addAccount.here(accounts.length)}</span>}
      </span>
      <ChevronRight className={styles['mark']} aria-hidden="true" />
    </RouteLink>
  );
}
