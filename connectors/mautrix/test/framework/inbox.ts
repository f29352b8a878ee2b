/** What a client sees of the stage, in the API's own types. */

import type { ChatListItem, Message } from '@partyline/protocol';
import { eventually } from '../api.ts';
import { at, enter, type Stage } from './hosting.ts';
import { messageFrom, said } from './said.ts';

/** The chats, once they are as they should be. */
export const chats = (
  { api }: Pick<Stage, 'api'>,
  holds: (chats: readonly ChatListItem[]) => boolean,
): Promise<ChatListItem[]> =>
  eventually(async () => (await api.get<{ items: ChatListItem[] }>('/v1/chats')).items, holds, 30_000);

/** One chat, once it is as it should be. */
export const chat = (
  { api }: Pick<Stage, 'api'>,
  chatID: string,
  holds: (chat: ChatListItem) => boolean = () => true,
): Promise<ChatListItem> => eventually(() => api.get<ChatListItem>(at(chatID)), holds, 30_000);

/** The messages of a chat, oldest first, once they are as they should be. */
export const messages = (
  { api }: Pick<Stage, 'api'>,
  chatID: string,
  holds: (messages: readonly Message[]) => boolean,
): Promise<Message[]> =>
  eventually(
    async () => (await api.get<{ items: Message[] }>(at(chatID, 'messages'))).items.toReversed(),
    holds,
    30_000,
  );

export interface Talk {
  readonly accountID: string;
  readonly chatID: string;
}

/** Ann signs in, and Bob has written `first` to her. */
export async function talkWithBob(stage: Stage): Promise<Talk> {
  const accountID = await enter(stage, 'ann');
  await stage.network.happen(messageFrom('bob', 'first', said('Hello Ann')));
  const [found] = await chats(stage, (all) => all.length === 1 && all[0]?.preview !== undefined);
  return { accountID, chatID: found?.id ?? '' };
}

export const sent = (message: Message | undefined): boolean => message?.sendStatus?.status === 'SUCCESS';

/** What every message of a chat says, oldest first, read page by page. */
export async function allTexts({ api }: Pick<Stage, 'api'>, chatID: string): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (let query = ''; ; ) {
    const page = await api.get<{ items: Message[]; hasMore: boolean }>(`${at(chatID, 'messages')}${query}`);
    found.unshift(...page.items.map(({ text }) => text).toReversed());
    query = `?direction=before&cursor=${encodeURIComponent(page.items.at(-1)?.sortKey ?? '')}`;
    if (!page.hasMore) return found;
  }
}
