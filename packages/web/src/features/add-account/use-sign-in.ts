import { useEffect, useMemo, useState } from 'react';
import { useData } from '../../app/context.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

/** A login session, followed while it is looked at. */
export function useSignIn(bridgeID: string, loginSessionID: string): SignIn {
  const { api } = useData();
  const signIn = useMemo(() => createSignIn({ api, bridgeID, loginSessionID }), [api, bridgeID, loginSessionID]);
  useEffect(() => signIn.follow(), [signIn]);
  return signIn;
}

/** Whether there is another way to sign in on the network. */
export function useHasOtherWays(bridgeID: string): boolean {
  const { api } = useData();
  const [count, setCount] = useState(0);
  useEffect(() => {
    api.bridges.loginFlows.list(bridgeID).then(
      ({ items }) => setCount(items.length),
      // Then there is no button for it.
      () => undefined,
    );
  }, [api, bridgeID]);
  return count > 1;
}
