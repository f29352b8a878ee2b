import type { Message, Participant } from '@partyline/protocol';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useAccounts, useChat, useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import type { Intent } from '../../data/intents.ts';
import type { TimelineItem } from '../../data/message-order.ts';
import type { Timeline } from '../../data/timeline.ts';
import { errorText } from '../../format/error-text.ts';
import { warn } from '../../ui/toasts.ts';
import type { MenuAnchor, Room, ShownPicture } from './room.ts';
import { useMembers } from './use-members.ts';

/** What is open over the chat. */
export type ChatDialog =
  | { readonly kind: 'menu'; readonly item: TimelineItem; readonly anchor: MenuAnchor }
  | { readonly kind: 'emoji'; readonly message: Message; readonly anchor: Element }
  | { readonly kind: 'delete'; readonly message: Message }
  | { readonly kind: 'picture'; readonly picture: ShownPicture }
  | { readonly kind: 'date' | 'details' | 'scheduled' };

/** The one object that everything within a chat shares, and what is open over it. */
export function useRoomState(chatID: string, timeline: Timeline, jumpTo: (messageID: string) => void) {
  const [dialog, setDialog] = useState<ChatDialog>();
  const { intents } = useData();
  const intent = useReadable(useMemo(() => intents.at(chatID), [intents, chatID]));
  const setIntent = useCallback((next: Intent | undefined) => intents.set(chatID, next), [intents, chatID]);
  // What closes itself after something else was opened from it, closes no more than itself.
  const close = useCallback((closed: ChatDialog) => setDialog((now) => (now === closed ? undefined : now)), []);
  const react = useReact(chatID, timeline);
  const facts = useFacts(chatID);
  const { selfID } = facts;
  const jump = useRef(jumpTo);
  jump.current = jumpTo;
  const room = useMemo(
    (): Room => ({
      ...facts,
      chatID,
      timeline,
      reply: (message) => setIntent({ kind: 'reply', message }),
      edit: (message) => setIntent({ kind: 'edit', message }),
      remove: (message) => setDialog({ kind: 'delete', message }),
      react: (message, emoji) => react(message, emoji, selfID),
      chooseEmoji: (message, anchor) => setDialog({ kind: 'emoji', message, anchor }),
      openMenu: (item, anchor) => setDialog({ kind: 'menu', item, anchor }),
      jumpTo: (messageID) => jump.current(messageID),
      show: (picture) => setDialog({ kind: 'picture', picture }),
    }),
    [facts, selfID, chatID, timeline, react, setIntent],
  );
  return { room, dialog, close, open: setDialog, intent, setIntent };
}

/** The same object while nothing of it changed: a chat changes with every message. */
function useFacts(chatID: string) {
  const chat = useChat(chatID);
  const { members, refreshMembers } = useMembers(chatID, chat);
  const account = useAccounts()?.find(({ accountID }) => accountID === chat?.accountID);
  const facts = {
    isGroup: chat?.type === 'group',
    selfID: account?.user.id,
    isConnected: account?.status === 'connected' || account?.status === 'backfilling',
    able: chat?.capabilities ?? {},
    isAdmin: members.some(({ isSelf, isAdmin }) => isSelf === true && isAdmin === true),
    isReadOnly: chat?.isReadOnly === true,
  };
  const text = JSON.stringify(facts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the facts are what the text says
  return useMemo(
    () => ({ ...facts, members, refreshMembers, people: namesOf(members) }),
    [text, members, refreshMembers],
  );
}

const namesOf = (members: readonly Participant[]): ReadonlyMap<string, string> =>
  new Map(
    members.map(({ id, fullName, username, phoneNumber }) => [id, fullName ?? username ?? phoneNumber ?? id] as const),
  );

/** The own reaction is shown at once, and taken away again when the network does not take it. */
function useReact(chatID: string, timeline: Timeline) {
  const { api } = useData();
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    async (message: Message, emoji: string, selfID: string | undefined) => {
      const { id: messageID, reactions = [] } = message;
      const others = reactions.filter((one) => one.participantID !== selfID || one.reactionKey !== emoji);
      const isOwn = others.length < reactions.length;
      const own = { id: `${selfID}${emoji}`, reactionKey: emoji, participantID: selfID ?? '', emoji: true };
      timeline.put({ ...message, reactions: isOwn ? others : [...reactions, own] });
      // What is taken back at once must not come there before it was given.
      const answer = turn.current.then(() =>
        isOwn
          ? api.chats.messages.reactions.delete(emoji, { chatID, messageID })
          : api.chats.messages.reactions.add(messageID, { chatID, reactionKey: emoji }),
      );
      turn.current = answer.catch(() => undefined);
      try {
        await answer;
      } catch (error) {
        warn(errorText(error));
        timeline.change(() => api.messages.retrieve(messageID, { chatID })).catch(() => undefined);
      }
    },
    [api, chatID, timeline],
  );
}
