import type { Policy } from '@partyline/protocol';
import { Fragment, type ReactNode } from 'react';
import { t } from '../../../texts/texts.ts';
import { AccountName } from '../parts/AccountName.tsx';
import { ChatName } from '../parts/ChatName.tsx';
import styles from './TokenCard.module.css';

interface PolicyWordsProps {
  readonly policy: Policy;
  readonly canWrite: boolean;
}

/** What a token is held to, in words. */
export function PolicyWords({ policy, canWrite }: PolicyWordsProps) {
  const { accountIDs, chatIDs, writeChatIDs, sendsPerHour, approval } = policy;
  const texts = t.settings.apps;
  const seen = [
    ...(accountIDs ?? []).map((id) => <AccountName key={id} accountID={id} />),
    ...(chatIDs ?? []).map((id) => <ChatName key={id} chatID={id} />),
  ];
  return (
    <ul className={styles['policy']}>
      <li>
        {accountIDs === undefined && chatIDs === undefined
          ? texts.seesAll
          : seen.length === 0
            ? texts.seesNothing
            : listed(texts.sees, seen)}
      </li>
      {canWrite && writeChatIDs !== undefined && (
        <li>
          {writeChatIDs.length === 0
            ? texts.writesNowhere
            : listed(
                texts.writesIn,
                writeChatIDs.map((id) => <ChatName key={id} chatID={id} />),
              )}
        </li>
      )}
      {canWrite && sendsPerHour !== undefined && <li>{texts.sends(sendsPerHour)}</li>}
      {canWrite && approval === true && <li>{texts.approval}</li>}
    </ul>
  );
}

const listed = (intro: string, names: readonly ReactNode[]): ReactNode => (
  <>
    {intro}:{' '}
    {names.map((name, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the list of a policy never changes
      <Fragment key={index}>
        {index > 0 && ', '}
        {name}
      </Fragment>
    ))}
  </>
);
