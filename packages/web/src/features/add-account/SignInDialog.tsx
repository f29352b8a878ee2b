import type { Bridge } from '@partyline/protocol';
import { useId, useState } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import type { Route } from '../../routing/route.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { nameOf } from '../accounts/account-name.ts';
import { LeaveQuestion } from './LeaveQuestion.tsx';
import { SignInActions } from './SignInActions.tsx';
import { SignInBody } from './SignInBody.tsx';
import type { SignInState } from './sign-in.ts';
import { useHasOtherWays, useSignIn } from './use-sign-in.ts';

interface SignInDialogProps {
  readonly bridge: Bridge;
  readonly loginSessionID: string;
  /** The account to sign in to again. */
  readonly accountID: string | undefined;
}

/** A sign-in from its first step to its end. It is on the server: it goes on after the page was loaded anew, and in another browser. */
export function SignInDialog({ bridge, loginSessionID, accountID }: SignInDialogProps) {
  const { accounts } = useData();
  const navigate = useNavigate();
  const formID = useId();
  const signIn = useSignIn(bridge.id, loginSessionID);
  const state = useReadable(signIn.state);
  const hasOtherWays = useHasOtherWays(bridge.id);
  /** The step in which something was typed, and the one in which it is asked whether to stop: another step is asked anew. */
  const [touched, setTouched] = useState<string>();
  const [leaving, setLeaving] = useState<string>();
  const account = accountID === undefined ? undefined : accounts.find(accountID);
  const form = state.kind === 'step' && state.step.type !== 'display_and_wait' ? state : undefined;
  const stepID = form?.step.stepID;
  const isTouched = form !== undefined && (touched === stepID || form.before !== undefined);
  const isLeaving = stepID !== undefined && leaving === stepID;

  const leaveTo = (route: Route) => {
    // Where the server is away, the session runs out of time by itself.
    if (!isOver(state)) signIn.cancel().catch(() => undefined);
    navigate(route, { replace: true });
  };
  const leave = () => {
    if (accountID !== undefined) leaveTo({ view: 'accounts', accountID });
    else if (state.kind === 'complete') leaveTo({ view: 'accounts', accountID: state.session.account?.accountID });
    else leaveTo({ view: 'add-account' });
  };
  return (
    <Dialog
      isOpen
      isSticky={!isOver(state)}
      onClose={() => (isTouched ? setLeaving(isLeaving ? undefined : stepID) : leave())}
      title={account === undefined ? t.signIn.title(bridge.displayName) : t.signIn.titleAgain(nameOf(account))}
      actions={
        isLeaving ? (
          <LeaveQuestion onStop={leave} onStay={() => setLeaving(undefined)} />
        ) : (
          <SignInActions
            state={state}
            formID={formID}
            isRepair={accountID !== undefined}
            hasOtherWays={hasOtherWays}
            onLeave={leave}
            onChoose={() => leaveTo({ view: 'add-account', bridgeID: bridge.id, accountID })}
            onGo={leaveTo}
          />
        )
      }
    >
      <SignInBody
        state={state}
        network={bridge.type}
        formID={formID}
        isRepair={accountID !== undefined}
        onSubmit={(values) => void signIn.submit(values)}
        onTouch={() => setTouched(stepID)}
      />
    </Dialog>
  );
}

const isOver = ({ kind }: SignInState): boolean => kind !== 'loading' && kind !== 'step';
