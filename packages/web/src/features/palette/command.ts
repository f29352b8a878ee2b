/** What the palette offers. */

import type { ChatListItem } from '@partyline/protocol';
import type { ReactNode } from 'react';

export interface Command {
  readonly id: string;
  readonly text: string;
  /** Softly, at the end. */
  readonly note?: string | undefined;
  readonly icon?: ReactNode;
  /** Shows its picture instead of the icon. */
  readonly chat?: ChatListItem;
  readonly keys?: string | undefined;
  run(): void;
}

/** As the library for lists wants groups: `value` is the name. */
export interface CommandGroup {
  readonly value: string;
  readonly items: readonly Command[];
}
