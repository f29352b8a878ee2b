/** What everything within one chat may ask for. It stays the same object while nothing of it changed, so that rows are not drawn anew. */

import type { ChatCapabilities, Message, Participant } from '@partyline/protocol';
import { createContext, useContext } from 'react';
import type { TimelineItem } from '../../data/message-order.ts';
import type { Timeline } from '../../data/timeline.ts';

export interface Room {
  readonly chatID: string;
  readonly timeline: Timeline;
  readonly isGroup: boolean;
  /** What the own account is called in this network. */
  readonly selfID: string | undefined;
  /** The account is connected: what is sent goes out at once. */
  readonly isConnected: boolean;
  readonly able: ChatCapabilities;
  readonly isAdmin: boolean;
  readonly isReadOnly: boolean;
  readonly members: readonly Participant[];
  /** Somebody is about to look at them. */
  refreshMembers(): void;
  /** Their names, by user ID. */
  readonly people: ReadonlyMap<string, string>;
  reply(message: Message): void;
  edit(message: Message): void;
  remove(message: Message): void;
  react(message: Message, emoji: string): void;
  /** Any emoji, from all that there are. */
  chooseEmoji(message: Message, anchor: Element): void;
  openMenu(item: TimelineItem, anchor: MenuAnchor): void;
  jumpTo(messageID: string): void;
  show(picture: ShownPicture): void;
}

/** An element, or a point where somebody clicked. */
export type MenuAnchor = Element | { readonly x: number; readonly y: number };

export interface ShownPicture {
  readonly messageID: string;
  readonly index: number;
  readonly srcURL: string;
}

export const RoomContext = createContext<Room | undefined>(undefined);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (room === undefined) throw new Error('This component stands outside of a chat');
  return room;
}
