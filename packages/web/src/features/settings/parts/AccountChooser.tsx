import { useAccounts } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { CheckField } from '../../../ui/CheckField.tsx';
import { AccountName } from './AccountName.tsx';
import styles from './ChatChooser.module.css';
import { Group } from './Group.tsx';

interface AccountChooserProps {
  readonly chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
}

export function AccountChooser({ chosen, onChange }: AccountChooserProps) {
  const accounts = useAccounts() ?? [];
  return (
    <Group label={t.settings.chooser.accounts}>
      {accounts.length === 0 && <p className={styles['none']}>{t.settings.chooser.noAccounts}</p>}
      {accounts.map(({ accountID }) => (
        <CheckField
          key={accountID}
          label={<AccountName accountID={accountID} />}
          isOn={chosen.includes(accountID)}
          onChange={(is) => onChange(is ? [...chosen, accountID] : chosen.filter((id) => id !== accountID))}
        />
      ))}
    </Group>
  );
}
