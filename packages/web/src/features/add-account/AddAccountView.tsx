import { Plug } from 'lucide-react';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { FlowDialog } from './FlowDialog.tsx';
import { Networks } from './Networks.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import { useBridges } from './use-bridges.ts';

interface AddAccountViewProps {
  /** The network that was chosen. */
  readonly bridgeID?: string | undefined;
  /** The sign-in that is under way. */
  readonly loginSessionID?: string | undefined;
  /** The account to sign in to again. */
  readonly accountID?: string | undefined;
}

/** The networks to choose from, and in front of them the sign-in. */
export default function AddAccountView({ bridgeID, loginSessionID, accountID }: AddAccountViewProps) {
  const { items, problem, reload } = useBridges();
  const navigate = useNavigate();
  const bridge = items?.find(({ id }) => id === bridgeID);
  const close = () => navigate(accountID === undefined ? { view: 'add-account' } : { view: 'accounts', accountID });
  return (
    <Page title={t.addAccount.title}>
      {problem !== undefined && items === undefined && (
        <Notice look="bad" action={<Button onClick={reload}>{t.app.retry}</Button>}>
          {`${t.addAccount.failed} ${problem}`}
        </Notice>
      )}
      {items?.length === 0 && <EmptyState icon={<Plug />} title={t.addAccount.none} text={t.addAccount.noneText} />}
      {items !== undefined && bridgeID !== undefined && bridge === undefined && (
        <Notice look="warn">{t.addAccount.missing}</Notice>
      )}
      {items !== undefined && items.length > 0 && <Networks bridges={items} />}
      {bridge !== undefined &&
        (loginSessionID === undefined ? (
          <FlowDialog key={bridge.id} bridge={bridge} accountID={accountID} onClose={close} />
        ) : (
          <SignInDialog key={loginSessionID} bridge={bridge} loginSessionID={loginSessionID} accountID={accountID} />
        ))}
    </Page>
  );
}
