import type { Bridge, LoginFlow } from '@partyline/protocol';
import { ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useIsHere } from '../../ui/use-is-here.ts';
import { nameOf } from '../accounts/account-name.ts';
import styles from './FlowDialog.module.css';
import { endSignIn, startSignIn } from './start-sign-in.ts';

interface FlowDialogProps {
  readonly bridge: Bridge;
  /** To sign in to again. */
  readonly accountID: string | undefined;
  onClose(): void;
}

/** The ways to sign in on a network. Where there is one, it begins by itself. */
export function FlowDialog({ bridge, accountID, onClose }: FlowDialogProps) {
  const { api, accounts } = useData();
  const navigate = useNavigate();
  const [flows, setFlows] = useState<readonly LoginFlow[]>();
  const [problem, setProblem] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const hasBegun = useRef(false);
  const isHere = useIsHere();

  const begin = useCallback(
    async (flowID: string) => {
      if (hasBegun.current) return;
      hasBegun.current = true;
      setChosen(flowID);
      setProblem(undefined);
      try {
        // Not one more entry in the history: who goes back from the sign-in wants to choose another network.
        const place = await startSignIn(api, { bridgeID: bridge.id, flowID, accountID });
        if (isHere.current) navigate(place, { replace: true });
        else await endSignIn(api, place);
      } catch (error) {
        setProblem(errorText(error));
        setChosen(undefined);
        hasBegun.current = false;
      }
    },
    [api, bridge.id, accountID, navigate, isHere],
  );
  const load = useCallback(() => {
    setProblem(undefined);
    api.bridges.loginFlows.list(bridge.id).then(
      ({ items }) => {
        setFlows(items);
        if (isHere.current && items.length === 1 && items[0] !== undefined) void begin(items[0].id);
      },
      (error: unknown) => setProblem(errorText(error)),
    );
  }, [api, bridge.id, begin, isHere]);
  useEffect(load, [load]);

  const account = accountID === undefined ? undefined : accounts.find(accountID);
  const title = account === undefined ? t.signIn.title(bridge.displayName) : t.signIn.titleAgain(nameOf(account));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={flows === undefined || flows.length < 2 ? undefined : t.signIn.how}
    >
      {problem !== undefined && (
        <Notice look="bad" action={flows === undefined && <Button onClick={load}>{t.app.retry}</Button>}>
          {problem}
        </Notice>
      )}
      {flows?.length === 0 && <p>{t.signIn.noFlows}</p>}
      {problem === undefined && (flows === undefined || flows.length === 1) && (
        <p className={styles['wait']} role="status">
          <Spinner />
          {t.signIn.starting}
        </p>
      )}
      {flows !== undefined && (flows.length > 1 || problem !== undefined) && (
        <ul className={styles['flows']}>
          {flows.map(({ id, name, description }) => (
            <li key={id}>
              <button type="button" className={styles['flow']} onClick={() => begin(id)} aria-busy={chosen === id}>
                <span className={styles['words']}>
                  <span className={styles['name']}>{name ?? id}</span>
                  {description !== undefined && <span className={styles['text']}>{description}</span>}
                </span>
                {chosen === id ? <Spinner /> : <ChevronRight className={styles['mark']} aria-hidden="true" />}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
