/** What every component may ask for. */

import type { Account, ChatListItem } from '@partyline/protocol';
import { createContext, useContext, useMemo } from 'react';
import type { AppData } from '../data/app-data.ts';
import type { Session } from '../data/session.ts';
import type { Timeline } from '../data/timeline.ts';
import { useReadable } from './use-readable.ts';

export interface App {
  readonly session: Session;
  readonly data: AppData;
}

export const AppContext = createContext<App | undefined>(undefined);

function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('This component stands outside of the app');
  return app;
}

export const useSession = (): Session => useApp().session;
export const useData = (): AppData => useApp().data;

/** Undefined until they were loaded. */
export const useAccounts = (): readonly Account[] | undefined => useReadable(useData().accounts.list);

/** Undefined while it is not known. */
export function useChat(chatID: string): ChatListItem | undefined {
  const { chats } = useData();
  return useReadable(useMemo(() => chats.at(chatID), [chats, chatID]));
}

export function useTimeline(chatID: string): Timeline {
  const { timelines } = useData();
  return useMemo(() => timelines.of(chatID), [timelines, chatID]);
}
