import { useState } from 'react';
import { hueOf, initialsOf } from '../format/initials.ts';
import { mediaAddress } from '../format/media-address.ts';
import styles from './Avatar.module.css';

interface AvatarProps {
  readonly name: string;
  /** What the colour goes by: names change. */
  readonly id: string;
  readonly imgURL?: string | null | undefined;
  readonly size?: 'small' | 'normal' | 'large';
}

/** A picture, or letters. Only to be seen: the name stands beside it. */
export function Avatar({ name, id, imgURL, size = 'normal' }: AvatarProps) {
  const address = mediaAddress(imgURL, 'small');
  const [broken, setBroken] = useState<string>();
  const isShown = address !== undefined && address !== broken;
  return (
    <span className={`${styles['avatar']} ${styles[size]}`} data-hue={hueOf(id)} aria-hidden="true">
      {isShown ? <img src={address} alt="" loading="lazy" onError={() => setBroken(address)} /> : initialsOf(name)}
    </span>
  );
}
