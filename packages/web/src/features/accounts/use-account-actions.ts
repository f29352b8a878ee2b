import type { Account } from '@partyline/protocol';
import { useState } from 'react';
import { useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { warn } from '../../ui/toasts.ts';
import { useIsHere } from '../../ui/use-is-here.ts';
import { endSignIn, startSignIn } from '../add-account/start-sign-in.ts';

export interface AccountActions {
  /** One of them is under way. */
  readonly isBusy: boolean;
  signInAgain(): void;
  /** Lets go of the connection and makes a new one at once. */
  reconnect(): void;
  setDisabled(isDisabled: boolean): void;
}

export function useAccountActions({ accountID, bridge }: Account): AccountActions {
  const { api, accounts } = useData();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const isHere = useIsHere();
  const act = async (work: () => Promise<unknown>) => {
    if (isBusy) return;
    setBusy(true);
    try {
      await work();
    } catch (error) {
      warn(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    signInAgain: () =>
      void act(async () => {
        const place = await startSignIn(api, { bridgeID: bridge.id, accountID });
        if (isHere.current) navigate(place);
        else await endSignIn(api, place);
      }),
    setDisabled: (isDisabled) => void act(() => accounts.change(() => api.accounts.update(accountID, { isDisabled }))),
    reconnect: () => void act(() => accounts.change(() => api.accounts.reconnect(accountID))),
  };
}
