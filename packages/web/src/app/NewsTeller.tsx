import type { Message } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useRoute } from '../routing/use-route.ts';
import { t } from '../texts/texts.ts';
import { useData } from './context.ts';

/** What comes within this is told at once, or a busy group would be all that one hears. */
const gatherMs = 1_500;

/** Tells those who listen of new messages, politely. What is said in the open chat its own log tells. */
export function NewsTeller() {
  const data = useData();
  const route = useRoute();
  const openID = route.view === 'inbox' ? route.chatID : undefined;
  const [said, setSaid] = useState({ text: '', count: 0 });
  useEffect(() => {
    const say = (text: string) => setSaid(({ count }) => ({ text, count: count + 1 }));
    let waiting: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const [message] = waiting;
      const chat = message && data.chats.get(message.chatID);
      const sender = message?.senderName ?? chat?.title ?? '';
      if (waiting.length > 1) say(t.inbox.announce.several(waiting.length));
      else if (chat?.type === 'group') say(t.inbox.announce.message(sender, chat.title));
      else say(t.inbox.announce.direct(sender));
      waiting = [];
      timer = undefined;
    };
    const end = data.onEvent((event) => {
      if (event.type !== 'message.upserted' || event.chatID === openID) return;
      if (data.chats.get(event.chatID)?.isMuted === true) return;
      const news = event.entries?.filter(isNews) ?? [];
      waiting = [...waiting, ...news.filter(({ id }) => !waiting.some((other) => other.id === id))];
      if (waiting.length > 0) timer ??= setTimeout(tell, gatherMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [data, openID]);
  return (
    <div className="visually-hidden" role="status">
      {/* Another element each time: the same words twice are two messages. */}
      <span key={said.count}>{said.text}</span>
    </div>
  );
}

const recentMs = 60_000;

/** Neither history, nor an edit, nor the own person's. */
const isNews = ({ isSender, isHidden, isDeleted, isUnread, editedTimestamp, type, timestamp }: Message): boolean =>
  isSender !== true &&
  isHidden !== true &&
  isDeleted !== true &&
  isUnread !== false &&
  editedTimestamp === undefined &&
  type !== 'REACTION' &&
  Date.now() - Date.parse(timestamp) < recentMs;
