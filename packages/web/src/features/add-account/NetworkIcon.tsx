import { AtSign, FlaskConical, Hash, type LucideIcon, MessageSquareText, Waypoints } from 'lucide-react';
import { hueOf, initialsOf } from '../../format/initials.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './NetworkIcon.module.css';

interface NetworkIconProps {
  /** `bridge.type`. */
  readonly type: string;
  readonly name: string;
  readonly size?: 'small' | 'normal' | 'large';
}

/** Networks without a brand. The others have their letters: their marks are theirs. */
const icons: Readonly<Record<string, LucideIcon | undefined>> = {
  irc: Hash,
  sandbox: FlaskConical,
  matrix: Waypoints,
  xmpp: AtSign,
  gmessages: MessageSquareText,
};

/** Only to be seen: the name stands beside it. */
export function NetworkIcon({ type, name, size = 'normal' }: NetworkIconProps) {
  const Icon = icons[type];
  return (
    <span className={classNames(styles['icon'], styles[size])} data-hue={hueOf(type)} aria-hidden="true">
      {Icon === undefined ? initialsOf(name) : <Icon />}
    </span>
  );
}
