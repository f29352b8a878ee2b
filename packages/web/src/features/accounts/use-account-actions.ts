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

export function useAccountActions({ accountID, bridge, loginID }: Account): AccountActions {
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
  const update = (id: string, isDisabled: boolean) => accounts.change(() => api.accounts.update(id, { isDisabled }));
  return {
    isBusy,
    signInAgain: () =>
      void act(async () => {
        const place = await startSignIn(api, { bridgeID: bridge.id, accountID });
        if (isHere.current) navigate(place);
        else await endSignIn(api, place);
      }),
    setDisabled: (isDisabled) => void act(() => update(accountID, isDisabled)),
    reconnect: () =>
      void act(async () => {
        // The accounts of one sign-in share its connection: it ends when all of them are off.
        const isMate = (one: Account) =>
          one.accountID === accountID || (loginID !== undefined && one.loginID === loginID);
        const ids = (accounts.list.get() ?? [])
          .filter((one) => isMate(one) && one.status !== 'disabled')
          .map((one) => one.accountID);
        const offs = await Promise.allSettled(ids.map((id) => update(id, true)));
        await Promise.all(ids.map((id) => update(id, false)));
        for (const off of offs) if (off.status === 'rejected') throw off.reason;
      }),
  };
}
