import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';
import { Spinner } from './Spinner.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** `primary`: the one thing to do here. `quiet`: without a frame. `danger`: cannot be undone. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  /** Something is under way: it cannot be pressed again, and keeps the focus. */
  readonly isBusy?: boolean;
}

export function Button({ look = 'plain', type = 'button', isBusy = false, className, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      type={type}
      disabled={isBusy || rest.disabled === true}
      focusableWhenDisabled={isBusy}
      aria-busy={isBusy}
      className={classNames(styles['button'], styles[look], className)}
    >
      {isBusy && <Spinner />}
      {children}
    </BaseButton>
  );
}
