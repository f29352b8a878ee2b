import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search, X } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, type Ref, useEffect, useMemo, useRef, useState } from 'react';
import { useAccounts, useData } from '../../app/context.ts';
import { filterToText, parseSearch, searchToText } from '../../data/search-query.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { FilterChip } from './FilterChip.tsx';
import styles from './SearchField.module.css';
import { type Suggestion, splitTyped, suggestionsFor, withoutBegun } from './suggestions.ts';

interface SearchFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly query: string;
  onAsk(query: string): void;
  /** The arrow key goes on to what was found. */
  onLeave(): void;
}

/** Chips, then words. What is being typed of a filter is not looked for until it is whole. */
export function SearchField({ ref, query, onAsk, onLeave }: SearchFieldProps) {
  const data = useData();
  const accounts = useAccounts();
  const { filters, words } = useMemo(() => parseSearch(query), [query]);
  const [typed, setTyped] = useState(words);
  const [isOpen, setOpen] = useState(false);
  const room = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const chips = useRef<HTMLUListElement>(null);

  // Somebody went back, or the search was cleared elsewhere.
  useEffect(() => {
    setTyped((now) => (splitTyped(now).words.trim() === words ? now : words));
  }, [words]);

  const suggestions = useMemo(
    () => suggestionsFor(typed, { chats: data.chats.all(), accounts: accounts ?? [] }, new Date()),
    [typed, data, accounts],
  );
  const isValue = suggestions.some(({ makes }) => 'filter' in makes);
  const isShown = isOpen && suggestions.length > 0;

  const type = (text: string) => {
    const split = splitTyped(text);
    setTyped(split.filters.length === 0 ? text : `${split.words}${split.begun}`);
    setOpen(true);
    onAsk(searchToText({ filters: [...filters, ...split.filters], words: split.words.trim() }));
  };
  const choose = ({ makes }: Suggestion) => {
    const rest = withoutBegun(typed);
    if ('begin' in makes) return type(`${rest}${makes.begin}`);
    setTyped(rest);
    setOpen(false);
    onAsk(searchToText({ filters: [...filters, makes.filter], words: splitTyped(rest).words.trim() }));
  };
  const remove = (index: number) => {
    onAsk(searchToText({ filters: filters.toSpliced(index, 1), words }));
    input()?.focus();
  };
  const input = () => box.current?.querySelector('input');
  const chipAt = (index: number) => chips.current?.querySelectorAll('button')[index];

  const press = (event: KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler(): void }) => {
    if (event.key === 'Escape') {
      event.preventBaseUIHandler();
      // Else the whole view has something to do.
      if (isShown) event.preventDefault();
      return setOpen(false);
    }
    const back = event.currentTarget.matches(':dir(rtl)') ? 'ArrowRight' : 'ArrowLeft';
    const isAtStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
    if (event.key === 'Backspace' && isAtStart && filters.length > 0) remove(filters.length - 1);
    else if (event.key === back && isAtStart) chipAt(filters.length - 1)?.focus();
    else if (event.key === 'ArrowDown' && !isShown) onLeave();
    else if (event.key === 'Enter' && !(isShown && isValue)) {
      // What was begun counts as it is.
      const whole = parseSearch(typed);
      if (whole.filters.length > 0) {
        setTyped(whole.words);
        onAsk(searchToText({ filters: [...filters, ...whole.filters], words: whole.words }));
      }
      setOpen(false);
    } else return;
    if (event.key !== 'Enter') event.preventDefault();
  };

  const left = ({ relatedTarget }: FocusEvent) => {
    if (room.current?.contains(relatedTarget) !== true) setOpen(false);
  };

  return (
    <Autocomplete.Root
      inline
      items={suggestions}
      filter={null}
      open={isShown}
      autoHighlight={isValue ? 'always' : false}
      value={typed}
      onValueChange={(value, { reason }) => reason !== 'item-press' && type(value)}
      itemToStringValue={({ text }: Suggestion) => text}
    >
      <div ref={room} className={styles['room']}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a press beside the words is a press into the field */}
        <div ref={box} className={styles['field']} onClick={({ target }) => target === box.current && input()?.focus()}>
          <Search size={18} aria-hidden="true" className={styles['icon']} />
          {filters.length > 0 && (
            <ul ref={chips} className={styles['chips']} aria-label={t.search.chips}>
              {filters.map((filter, index) => (
                <li key={filterToText(filter)}>
                  <FilterChip
                    filter={filter}
                    onRemove={() => remove(index)}
                    onMove={(by) => (index + by < filters.length ? chipAt(index + by)?.focus() : input()?.focus())}
                  />
                </li>
              ))}
            </ul>
          )}
          <Autocomplete.Input
            ref={ref}
            className={styles['input']}
            aria-label={t.search.label}
            placeholder={filters.length === 0 ? t.search.placeholder : ''}
            enterKeyHint="search"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            aria-expanded={isShown}
            onKeyDown={press}
            onBlur={left}
          />
          {query !== '' && (
            <IconButton
              label={t.search.clear}
              onClick={() => {
                setTyped('');
                onAsk('');
                input()?.focus();
              }}
            >
              <X />
            </IconButton>
          )}
        </div>
        {isShown && (
          <div className={styles['popup']}>
            <Autocomplete.List aria-label={t.search.suggestions}>
              {(suggestion: Suggestion) => (
                <Autocomplete.Item
                  key={suggestion.id}
                  value={suggestion}
                  className={styles['suggestion']}
                  onClick={() => choose(suggestion)}
                >
                  <bdi>{suggestion.text}</bdi>
                  {suggestion.note !== undefined && <bdi className={styles['note']}>{suggestion.note}</bdi>}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </div>
        )}
      </div>
    </Autocomplete.Root>
  );
}
