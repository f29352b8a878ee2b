import type { Route } from '../../routing/route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SignInActions.module.css';
import type { SignInState } from './sign-in.ts';

interface SignInActionsProps {
  readonly state: SignInState;
  /** The form that is handed in. */
  readonly formID: string;
  readonly isRepair: boolean;
  readonly hasOtherWays: boolean;
  onLeave(): void;
  /** Back to the ways to sign in. */
  onChoose(): void;
  onGo(route: Route): void;
}

/** The buttons below a sign-in. */
export function SignInActions({ state, formID, isRepair, hasOtherWays, onLeave, onChoose, onGo }: SignInActionsProps) {
  const { kind } = state;
  if (kind === 'complete')
    return (
      <>
        {isRepair ? (
          <Button onClick={onLeave}>{t.signIn.done.accounts}</Button>
        ) : (
          <Button onClick={() => onGo({ view: 'add-account' })}>{t.signIn.done.another}</Button>
        )}
        <Button look="primary" onClick={() => onGo({ view: 'inbox' })}>
          {t.signIn.done.inbox}
        </Button>
      </>
    );
  if (kind === 'failed' || kind === 'cancelled' || kind === 'missing')
    return (
      <>
        <Button onClick={onLeave}>{t.app.close}</Button>
        <Button look="primary" onClick={onChoose}>
          {t.signIn.failed.again}
        </Button>
      </>
    );
  const isForm = kind === 'step' && state.step.type !== 'display_and_wait';
  return (
    <>
      {hasOtherWays && (
        <Button look="quiet" className={styles['other']} onClick={onChoose}>
          {t.signIn.another}
        </Button>
      )}
      <Button onClick={onLeave}>{t.app.cancel}</Button>
      {isForm && (
        <Button look="primary" type="submit" form={formID} isBusy={state.isBusy}>
          {t.signIn.next}
        </Button>
      )}
    </>
  );
}
