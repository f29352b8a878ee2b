import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

interface DisclosureProps {
  readonly title: string;
  readonly isOpen: boolean;
  onToggle(isOpen: boolean): void;
  readonly children: ReactNode;
}

/** What most people do not need to see. */
export const Disclosure = ({ title, isOpen, onToggle, children }: DisclosureProps) => (
  <Collapsible.Root open={isOpen} onOpenChange={onToggle}>
    <Collapsible.Trigger className={styles['trigger']}>
      <ChevronRight className={styles['mark']} aria-hidden="true" />
      {title}
    </Collapsible.Trigger>
    <Collapsible.Panel className={styles['panel']}>{children}</Collapsible.Panel>
  </Collapsible.Root>
);
