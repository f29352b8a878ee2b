import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Menu.module.css';

interface MenuProps {
  /** The button that opens it; it must take the props it is given. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Of `MenuItem`, `MenuSeparator` and `MenuChoice`. */
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom' | 'inline-end';
}

export function Menu({ trigger, children, side = 'bottom' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align="end" sideOffset={6} className={styles['positioner']}>
          <Base.Popup className={styles['popup']}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly isDangerous?: boolean;
  readonly disabled?: boolean;
  onSelect(): void;
  readonly children: ReactNode;
}

export function MenuItem({ icon, isDangerous = false, disabled = false, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item
      onClick={onSelect}
      disabled={disabled}
      className={classNames(styles['item'], isDangerous && styles['dangerous'])}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

export const MenuSeparator = () => <Base.Separator className={styles['separator']} />;

interface MenuChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  onChoose(value: T): void;
}

/** One of several, with a tick at the one that counts. */
export function MenuChoice<T extends string>({ label, value, options, onChoose }: MenuChoiceProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles['label']}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChoose}>
        {options.map(([option, text]) => (
          <Base.RadioItem key={option} value={option} className={styles['item']}>
            {text}
            <Base.RadioItemIndicator className={styles['tick']}>✓</Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
