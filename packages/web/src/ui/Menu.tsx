import { ContextMenu } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Keys } from './Keys.tsx';
import styles from './Menu.module.css';

interface MenuProps {
  /** The button that opens it; it must take the props it is given. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Of `MenuItem`, `MenuSeparator` and `MenuChoice`. */
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom' | 'inline-end';
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, children, side = 'bottom', align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <MenuPopup side={side} align={align} sideOffset={6}>
        {children}
      </MenuPopup>
    </Base.Root>
  );
}

interface MenuPopupProps {
  readonly children: ReactNode;
  readonly side?: 'top' | 'bottom' | 'inline-end';
  readonly align?: 'start' | 'end';
  readonly sideOffset?: number;
}

interface ContextMenuAreaProps {
  /** Of `MenuItem`, `MenuSeparator` and `Submenu`. */
  readonly items: ReactNode;
  onOpenChange(isOpen: boolean): void;
  /** A right click in it, a long press, or the key for menus opens the menu. */
  readonly children: ReactNode;
}

/** It makes no box of its own. */
export const ContextMenuArea = ({ items, onOpenChange, children }: ContextMenuAreaProps) => (
  <ContextMenu.Root onOpenChange={onOpenChange}>
    <ContextMenu.Trigger className={styles['area']}>{children}</ContextMenu.Trigger>
    <ContextMenu.Portal>
      <ContextMenu.Positioner className={styles['positioner']}>
        <ContextMenu.Popup className={styles['popup']}>{items}</ContextMenu.Popup>
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  </ContextMenu.Root>
);

const MenuPopup = ({ children, ...place }: MenuPopupProps) => (
  <Base.Portal>
    <Base.Positioner {...place} className={styles['positioner']}>
      <Base.Popup className={styles['popup']}>{children}</Base.Popup>
    </Base.Positioner>
  </Base.Portal>
);

interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly isDangerous?: boolean;
  readonly disabled?: boolean;
  /** What does the same at once. */
  readonly keys?: string | undefined;
  /** At the end, softly. */
  readonly note?: string | undefined;
  onSelect(): void;
  readonly children: ReactNode;
}

export function MenuItem({
  icon,
  isDangerous = false,
  disabled = false,
  keys,
  note,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <Base.Item
      onClick={onSelect}
      disabled={disabled}
      className={classNames(styles['item'], isDangerous && styles['dangerous'])}
    >
      {icon}
      {children}
      {note !== undefined && <span className={styles['note']}>{note}</span>}
      {keys !== undefined && <Keys className={styles['note']} keys={keys} />}
    </Base.Item>
  );
}

interface SubmenuProps {
  readonly icon?: ReactNode;
  readonly text: string;
  readonly children: ReactNode;
}

export const Submenu = ({ icon, text, children }: SubmenuProps) => (
  <Base.SubmenuRoot>
    <Base.SubmenuTrigger className={styles['item']}>
      {icon}
      {text}
      <ChevronRight className={classNames(styles['note'], styles['arrow'])} />
    </Base.SubmenuTrigger>
    <MenuPopup sideOffset={-4}>{children}</MenuPopup>
  </Base.SubmenuRoot>
);

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
          <Base.RadioItem key={option} value={option} closeOnClick className={styles['item']}>
            {text}
            <Base.RadioItemIndicator className={styles['tick']}>✓</Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
