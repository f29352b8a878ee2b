import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useAccounts, useChat } from '../../app/context.ts';
import type { SearchFilter } from '../../data/search-query.ts';
import { t } from '../../texts/texts.ts';
import { nameOf } from '../accounts/account-name.ts';
import styles from './FilterChip.module.css';

interface FilterChipProps {
  readonly filter: SearchFilter;
  onRemove(): void;
  /** To the chip before (-1) or behind (1) it. */
  onMove(by: number): void;
}

/** A filter of the search; a press takes it away. */
export function FilterChip({ filter, onRemove, onMove }: FilterChipProps) {
  const { operator, isNot } = filter;
  const name = t.search.operators[operator].name;
  const value = useValueText(filter);
  const press = (event: KeyboardEvent) => {
    const [back, on] = event.currentTarget.matches(':dir(rtl)')
      ? ['ArrowRight', 'ArrowLeft']
      : ['ArrowLeft', 'ArrowRight'];
    if (event.key === 'Backspace' || event.key === 'Delete') onRemove();
    else if (event.key === back) onMove(-1);
    else if (event.key === on) onMove(1);
    else return;
    event.preventDefault();
  };
  const label = isNot ? t.search.not(name) : name;
  return (
    <button
      type="button"
      className={styles['chip']}
      aria-label={t.search.remove(`${label}: ${value}`)}
      onClick={onRemove}
      onKeyDown={press}
    >
      <span className={styles['name']}>{`${label}: `}</span>
      <bdi className={styles['value']}>{value}</bdi>
      <X size={14} aria-hidden="true" />
    </button>
  );
}

/** IDs by what they name. */
function useValueText({ operator, value }: SearchFilter): string {
  const chat = useChat(value);
  const accounts = useAccounts();
  if (operator === 'in') return chat?.title ?? value;
  if (operator === 'account') {
    const account = accounts?.find(({ accountID }) => accountID === value);
    return account === undefined ? value : nameOf(account);
  }
  if (operator === 'from' && value === 'me') return t.search.me;
  if (operator === 'has') return Object.entries(t.search.has).find(([one]) => one === value)?.[1] ?? value;
  return value;
}
