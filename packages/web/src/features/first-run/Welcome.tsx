import type { Bridge } from '@partyline/protocol';
import { FlaskConical, Plus } from 'lucide-react';
import { useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { parseRoute } from '../../routing/route.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { NetworkIcon } from '../add-account/NetworkIcon.tsx';
import { useBridges } from '../add-account/use-bridges.ts';
import { trySandbox } from './try-sandbox.ts';
import styles from './Welcome.module.css';

/** So many networks are named here. */
const shownNetworks = 6;
const texts = t.welcome;

/** Where there is no account yet: what to do first. */
export default function Welcome() {
  const { items: bridges } = useBridges();
  const networks = bridges?.filter(({ type, status }) => type !== 'sandbox' && status === 'available') ?? [];
  const sandbox = bridges?.find(({ type }) => type === 'sandbox');
  return (
    <main id="content" tabIndex={-1} className={styles['page']}>
      <div className={styles['column']}>
        <header className={styles['head']}>
          <img src="/favicon.svg" alt="" width="56" height="56" />
          <h1 className={styles['title']}>{texts.title}</h1>
          <p className={styles['text']}>{texts.text}</p>
        </header>
        <section className={styles['card']} aria-labelledby="welcome-add">
          <span className={styles['icon']} aria-hidden="true">
            <Plus />
          </span>
          <div className={styles['words']}>
            <h2 id="welcome-add" className={styles['cardTitle']}>
              {texts.addTitle}
            </h2>
            <p className={styles['text']}>{texts.addText}</p>
          </div>
          <LinkButton look="primary" to={{ view: 'add-account' }}>
            {t.accounts.add}
          </LinkButton>
          {networks.length > 0 && <NetworkLinks networks={networks} />}
        </section>
        {bridges !== undefined && <Sandbox bridge={sandbox} />}
      </div>
    </main>
  );
}

const NetworkLinks = ({ networks }: { readonly networks: readonly Bridge[] }) => (
  <ul className={styles['networks']} aria-label={texts.networks}>
    {networks.slice(0, shownNetworks).map(({ id, type, displayName }) => (
      <li key={id}>
        <RouteLink className={styles['network']} to={{ view: 'add-account', bridgeID: id }}>
          <NetworkIcon type={type} name={displayName} size="small" />
          <bdi>{displayName}</bdi>
        </RouteLink>
      </li>
    ))}
    {networks.length > shownNetworks && (
      <li>
        <RouteLink className={styles['network']} to={{ view: 'add-account' }}>
          {texts.allNetworks(networks.length)}
        </RouteLink>
      </li>
    )}
  </ul>
);

/** @param bridge undefined where the server has the sandbox switched off */
function Sandbox({ bridge }: { readonly bridge: Bridge | undefined }) {
  const { api, accounts } = useData();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const start = async (bridgeID: string) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const account = await trySandbox(api, bridgeID);
      accounts.add(account);
      // Unless somebody went elsewhere meanwhile.
      if (parseRoute(location.pathname, location.search).view === 'inbox') navigate({ view: 'inbox' });
    } catch (error) {
      setProblem(errorText(error));
      setBusy(false);
    }
  };
  return (
    <section className={styles['card']} aria-labelledby="welcome-try">
      <span className={styles['icon']} aria-hidden="true">
        <FlaskConical />
      </span>
      <div className={styles['words']}>
        <h2 id="welcome-try" className={styles['cardTitle']}>
          {texts.tryTitle}
        </h2>
        <p className={styles['text']}>{bridge === undefined ? texts.offText : texts.tryText}</p>
        {bridge === undefined && <code className={styles['command']}>{texts.offCommand}</code>}
        {problem !== undefined && (
          <p role="alert" className={styles['problem']}>
            {problem}
          </p>
        )}
      </div>
      {bridge !== undefined && (
        <Button isBusy={isBusy} onClick={() => start(bridge.id)}>
          {texts.tryButton}
        </Button>
      )}
    </section>
  );
}
