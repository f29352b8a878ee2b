import type { Account } from '@partyline/protocol';
import { Ellipsis, Info, LogIn, Power, RefreshCw, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Route } from '../../routing/route.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { AccountCard } from './AccountCard.tsx';
import { AccountDetails } from './AccountDetails.tsx';
import styles from './AccountRow.module.css';
import { nameOf } from './account-name.ts';
import { RemoveDialog } from './RemoveDialog.tsx';
import { type AccountActions, useAccountActions } from './use-account-actions.ts';

interface AccountRowProps {
  readonly account: Account;
  /** Those of the same sign-in. */
  readonly mates: readonly Account[];
  /** With its details. */
  readonly isChosen: boolean;
}

export function AccountRow({ account, mates, isChosen }: AccountRowProps) {
  const { accountID, status } = account;
  const actions = useAccountActions(account);
  const navigate = useNavigate();
  const [isRemoving, setRemoving] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const toDetails: Route = { view: 'accounts', accountID: isChosen ? undefined : accountID };
  const menu = (
    <Menu
      trigger={
        <IconButton label={t.accounts.menu(nameOf(account))}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={<Info />} onSelect={() => navigate(toDetails)}>
        {isChosen ? t.accounts.hideDetails : t.accounts.details}
      </MenuItem>
      <MenuItem icon={<LogIn />} onSelect={actions.signInAgain}>
        {t.accounts.signInAgain}
      </MenuItem>
      {status !== 'disabled' && (
        <MenuItem icon={<RefreshCw />} onSelect={actions.reconnect}>
          {t.accounts.reconnect}
        </MenuItem>
      )}
      <MenuItem icon={<Power />} onSelect={() => actions.setDisabled(status !== 'disabled')}>
        {status === 'disabled' ? t.accounts.switchOn : t.accounts.switchOff}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} isDangerous onSelect={() => setRemoving(true)}>
        {t.accounts.remove}
      </MenuItem>
    </Menu>
  );
  return (
    <div ref={row} className={styles['row']} data-chosen={isChosen}>
      <AccountCard
        account={account}
        remedy={remedyFor(account, actions)}
        menu={menu}
        details={{ to: toDetails, areOpen: isChosen }}
      />
      {isChosen && <AccountDetails account={account} />}
      {isRemoving && (
        <RemoveDialog
          account={account}
          mates={mates}
          onClose={() => setRemoving(false)}
          onSwitchOff={() => actions.setDisabled(true)}
        />
      )}
    </div>
  );
}

/** The one thing to do about how it is doing; nothing where there is nothing to do. */
function remedyFor({ status }: Account, { isBusy, signInAgain, reconnect, setDisabled }: AccountActions) {
  switch (status) {
    case 'reconnect_required':
    case 'connection_required':
      return (
        <Button look="primary" onClick={signInAgain} isBusy={isBusy}>
          {status === 'reconnect_required' ? t.accounts.signInAgain : t.accounts.setUp}
        </Button>
      );
    case 'attention_required':
    case 'disconnected':
      return (
        <Button onClick={reconnect} isBusy={isBusy}>
          {t.accounts.reconnect}
        </Button>
      );
    case 'disabled':
      return (
        <Button onClick={() => setDisabled(false)} isBusy={isBusy}>
          {t.accounts.switchOn}
        </Button>
      );
    default:
      return undefined;
  }
}
