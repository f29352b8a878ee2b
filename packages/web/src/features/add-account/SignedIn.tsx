import type { LoginSession } from '@partyline/protocol';
import { CircleCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useAccounts } from '../../app/context.ts';
import { t } from '../../texts/texts.ts';
import { AccountCard } from '../accounts/AccountCard.tsx';
import styles from './SignedIn.module.css';

interface SignedInProps {
  readonly session: LoginSession;
  readonly isRepair: boolean;
}

/** The good end: who one is there now, and how it is doing, live. */
export function SignedIn({ session, isRepair }: SignedInProps) {
  const known = useAccounts();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const request = requestAnimationFrame(() => frame.current?.focus());
    return () => cancelAnimationFrame(request);
  }, []);
  const { account, login } = session;
  const ids = login?.accountIDs ?? (account === undefined ? [] : [account.accountID]);
  const accounts = ids.flatMap(
    (id) => known?.find(({ accountID }) => accountID === id) ?? (account?.accountID === id ? account : []),
  );
  return (
    <div ref={frame} tabIndex={-1} className={styles['done']}>
      <p role="status" className={styles['title']}>
        <CircleCheck aria-hidden="true" />
        {isRepair ? t.signIn.done.titleAgain : t.signIn.done.title}
      </p>
      <ul className={styles['accounts']}>
        {accounts.map((one) => (
          <li key={one.accountID} className={styles['account']}>
            <AccountCard account={one} />
          </li>
        ))}
      </ul>
      <p className={styles['text']}>{t.signIn.done.text}</p>
    </div>
  );
}
