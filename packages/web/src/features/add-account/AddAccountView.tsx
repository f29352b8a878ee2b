import type { Bridge } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import styles from './AddAccountView.module.css';

interface AddAccountViewProps {
  /** The network that was chosen. */
  readonly bridgeID: string | undefined;
}

export default function AddAccountView({ bridgeID }: AddAccountViewProps) {
  const { api } = useData();
  const [bridges, setBridges] = useState<readonly Bridge[]>([]);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    api.bridges.list().then(
      ({ items }) => setBridges(items),
      (error: unknown) => setProblem(errorText(error)),
    );
  }, [api]);
  return (
    <Page title={t.addAccount.title}>
      {problem !== undefined && <Notice look="bad">{problem}</Notice>}
      <h2 className={styles['question']}>{t.addAccount.choose}</h2>
      <ul className={styles['networks']}>
        {bridges.map(({ id, displayName }) => (
          <li key={id}>
            <RouteLink
              className={styles['network']}
              to={{ view: 'add-account', bridgeID: id }}
              isCurrent={id === bridgeID}
            >
              <Avatar name={displayName} id={id} />
              {displayName}
            </RouteLink>
          </li>
        ))}
      </ul>
    </Page>
  );
}
