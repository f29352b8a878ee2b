import { useAccounts } from '../../../app/context.ts';
import { nameOf } from '../../accounts/account-name.ts';

/** The identity on its network; the bare ID of an account that was removed. */
export function AccountName({ accountID }: { readonly accountID: string }) {
  const account = useAccounts()?.find((one) => one.accountID === accountID);
  if (account === undefined) return <bdi>{accountID}</bdi>;
  return (
    <bdi>
      {nameOf(account)} ({account.network ?? account.bridge.type})
    </bdi>
  );
}
