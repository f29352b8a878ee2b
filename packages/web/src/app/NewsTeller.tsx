import { useState } from 'react';
import { useRoute } from '../routing/use-route.ts';
import { t } from '../texts/texts.ts';
import { useData } from './context.ts';
import { useNews } from './use-news.ts';

/** Tells those who listen of new messages, politely. What is said in the open chat its own log tells. */
export function NewsTeller() {
  const { chats } = useData();
  const route = useRoute();
  const openID = route.view === 'inbox' ? route.chatID : undefined;
  const [said, setSaid] = useState({ text: '', count: 0 });
  useNews((messages) => {
    const others = messages.filter(({ chatID }) => chatID !== openID);
    const [message] = others;
    if (message === undefined) return;
    const chat = chats.get(message.chatID);
    const sender = message.senderName ?? chat?.title ?? '';
    const { several, message: inGroup, direct } = t.inbox.announce;
    const text =
      others.length > 1
        ? several(others.length)
        : chat?.type === 'group'
          ? inGroup(sender, chat.title)
          : direct(sender);
    setSaid(({ count }) => ({ text, count: count + 1 }));
  });
  return (
    <div className="visually-hidden" role="status">
      {/* Another element each time: the same words twice are two messages. */}
      <span key={said.count}>{said.text}</span>
    </div>
  );
}
