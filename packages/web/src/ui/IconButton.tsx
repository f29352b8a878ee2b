import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'aria-label'> {
  /** What it does, for those who cannot see the icon, and as a tooltip. */
  readonly label: string;
  readonly type?: 'button' | 'submit';
}

/** A button that is only an icon, which is its child. */
export function IconButton({ label, type = 'button', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <BaseButton {...rest} type={type} aria-label={label} className={classNames(styles['button'], className)} />
    </Tooltip>
  );
}
