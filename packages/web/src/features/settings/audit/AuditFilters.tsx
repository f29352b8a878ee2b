import { ChevronDown } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { ChatChooser, type ChosenChat } from '../parts/ChatChooser.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import styles from './AuditFilters.module.css';

export interface AuditFilter {
  readonly tokenID?: string | undefined;
  readonly chat?: ChosenChat | undefined;
}

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  onChange(filter: AuditFilter): void;
}

export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const { api } = useData();
  const { state } = useLoaded(useCallback(async () => (await api.tokens.list()).items, [api]));
  const [isChoosing, setChoosing] = useState(false);
  const texts = t.settings.audit;
  const tokens = state.kind === 'ready' ? state.value : [];
  const choose = (chat: ChosenChat | undefined) => {
    onChange({ ...filter, chat });
    setChoosing(false);
  };
  return (
    <div className={styles['filters']}>
      <SelectField
        label={texts.who}
        value={filter.tokenID ?? ''}
        options={[['', texts.everybody], ...tokens.map(({ id, name }) => [id, name] as const)]}
        onChange={({ target: { value: id } }) => onChange({ ...filter, tokenID: id === '' ? undefined : id })}
      />
      <div className={styles['chat']}>
        <span className={styles['label']}>{texts.chat}</span>
        <Button className={styles['button']} onClick={() => setChoosing(true)}>
          <span className="visually-hidden">{texts.chat}: </span>
          <bdi className={styles['name']}>{filter.chat?.title ?? texts.anyChat}</bdi>
          <ChevronDown className={styles['mark']} aria-hidden="true" />
        </Button>
      </div>
      <Dialog
        isOpen={isChoosing}
        onClose={() => setChoosing(false)}
        title={texts.chooseChat}
        actions={<Button onClick={() => choose(undefined)}>{texts.anyChat}</Button>}
      >
        <ChatChooser
          label={texts.chat}
          chosen={filter.chat === undefined ? [] : [filter.chat]}
          onChange={(chosen) => choose(chosen.at(-1))}
        />
      </Dialog>
    </div>
  );
}
