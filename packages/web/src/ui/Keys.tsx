import { t } from '../texts/texts.ts';
import { classNames } from './class-names.ts';
import styles from './Keys.module.css';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

interface KeysProps {
  /** Names with `+` between those that are pressed together: `Mod+k`. */
  readonly keys: string;
  readonly className?: string | undefined;
  /** Else it is for the eye alone: to those who listen keys are not part of the name beside them. */
  readonly isSaid?: boolean;
}

/** Keys to press. */
export const Keys = ({ keys, className, isSaid = false }: KeysProps) => (
  <span className={classNames(styles['keys'], className)} aria-hidden={!isSaid}>
    {keys.split(/[+ ]/).map((key) => (
      <kbd key={key} className={styles['key']}>
        {nameOf(key)}
      </kbd>
    ))}
  </span>
);

function nameOf(key: string): string {
  if (key === 'Mod') return isMac ? '⌘' : t.keyboard.keys.control;
  if (key === 'Escape') return t.keyboard.keys.escape;
  return key.length === 1 ? key.toUpperCase() : key;
}
