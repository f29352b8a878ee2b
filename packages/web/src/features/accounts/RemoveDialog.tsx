import type { Account, RemoveScope } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { focusContent, hasNoFocus } from '../../app/focus-content.ts';
import { errorText } from '../../format/error-text.ts';
import { parseRoute } from '../../routing/route.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckField } from '../../ui/CheckField.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { tell, warn } from '../../ui/toasts.ts';
import { useIsHere } from '../../ui/use-is-here.ts';
import { nameOf, networkOf } from './account-name.ts';
import styles from './RemoveDialog.module.css';

interface RemoveDialogProps {
  readonly account: Account;
  /** Those of the same sign-in, which go with it. */
  readonly mates: readonly Account[];
  onClose(): void;
  onSwitchOff(): void;
}

const texts = t.accounts.removal;

/** Says what removing means before it is done. */
export function RemoveDialog({ account, mates, onClose, onSwitchOff }: RemoveDialogProps) {
  const { api } = useData();
  const navigate = useNavigate();
  const scopes = useScopes(account);
  const [scope, setScope] = useState<RemoveScope>('current-device');
  const [isUnderstood, setUnderstood] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isHere = useIsHere();
  const [problem, setProblem] = useState<string>();
  const name = nameOf(account);
  const network = networkOf(account);
  const everywhere = scope === 'all-devices';

  const remove = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { loginID, bridge, accountID } = account;
      if (loginID === undefined) await api.accounts.delete(accountID);
      else await api.bridges.logins.remove(loginID, { bridgeID: bridge.id, scope });
      tell(texts.done(name));
      // It goes by itself when the server tells that the account is gone, which may be before its answer.
      const wasHere = isHere.current;
      if (wasHere) onClose();
      const route = parseRoute(location.pathname, location.search);
      if (route.view !== 'accounts') return;
      if (route.accountID !== undefined) navigate({ view: 'accounts' }, { replace: true });
      // What opened the dialog is gone as well.
      if (wasHere || hasNoFocus()) requestAnimationFrame(focusContent);
    } catch (error) {
      if (!isHere.current) warn(errorText(error));
      setProblem(errorText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={texts.title(name)}
      actions={
        <>
          {account.status !== 'disabled' && (
            <Button
              look="quiet"
              className={styles['other']}
              onClick={() => {
                onSwitchOff();
                onClose();
              }}
            >
              {texts.switchOff}
            </Button>
          )}
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button look="danger" disabled={!isUnderstood} isBusy={isBusy} onClick={remove}>
            {texts.confirm}
          </Button>
        </>
      }
    >
      {mates.length > 0 && (
        <div className={styles['part']}>
          <p>{texts.also}</p>
          <ul className={styles['mates']}>
            {mates.map((mate) => (
              <li key={mate.accountID}>
                <bdi>{nameOf(mate)}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Part title={texts.forgotten} text={texts.forgottenText} />
      {scopes.length > 1 && (
        <Choice<RemoveScope>
          label={texts.scope}
          value={scope}
          options={scopes.map((one): readonly [RemoveScope, string] => [one, texts.scopes[one]])}
          onChoose={setScope}
        />
      )}
      {everywhere && <Part title={texts.endsTitle} text={texts.endsText} />}
      <Part title={texts.stays} text={everywhere ? texts.staysTextAll(network) : texts.staysText(network)} />
      {problem !== undefined && (
        <p role="alert" className={styles['problem']}>
          {problem}
        </p>
      )}
      <CheckField label={texts.understood} isOn={isUnderstood} onChange={setUnderstood} />
    </Dialog>
  );
}

const Part = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <div className={styles['part']}>
    <h3 className={styles['title']}>{title}</h3>
    <p className={styles['text']}>{text}</p>
  </div>
);

/** How far the network can sign out: at least here. */
function useScopes({ loginID, bridge }: Account): readonly RemoveScope[] {
  const { api } = useData();
  const [scopes, setScopes] = useState<readonly RemoveScope[]>(['current-device']);
  useEffect(() => {
    if (loginID === undefined) return;
    api.bridges.logins.retrieve(loginID, { bridgeID: bridge.id }).then(
      ({ removeScopes }) => setScopes(removeScopes),
      // Forgetting it here is always possible.
      () => undefined,
    );
  }, [api, loginID, bridge.id]);
  return scopes;
}
