import { Check, CheckCheck, CircleAlert, CircleHelp, Clock, Hourglass } from 'lucide-react';
import type { TimelineItem } from '../../data/message-order.ts';
import { t } from '../../texts/texts.ts';
import { useRoom } from './room.ts';
import { readersOf, stateOf } from './send-states.ts';

/** How far an own message is, in an icon with a name. */
export function SendState({ item }: { readonly item: TimelineItem }) {
  const { isConnected, people } = useRoom();
  const { message } = item;
  if (message.isSender !== true || message.isDeleted === true) return null;
  switch (stateOf(item, isConnected)) {
    case 'sending':
      return <Clock size={12} role="img" aria-label={t.chat.state.sending} />;
    case 'waiting':
      return <Hourglass size={12} role="img" aria-label={t.chat.state.waiting} />;
    case 'approval':
      return <Hourglass size={12} role="img" aria-label={t.chat.state.approval} />;
    case 'uncertain':
      return <CircleHelp size={13} role="img" aria-label={t.chat.state.notSent} />;
    case 'failed':
    case 'refused':
      return <CircleAlert size={13} role="img" aria-label={t.chat.state.notSent} />;
    case 'arrived':
      return <Check size={13} role="img" aria-label={t.chat.state.arrivedTitle} />;
    case 'sent': {
      const readers = readersOf(message, people);
      if (readers === undefined) return <Check size={13} role="img" aria-label={t.chat.state.sent} />;
      const label = readers.length === 0 ? t.chat.seen : t.chat.seenBy(readers);
      return (
        <span title={label}>
          <CheckCheck size={14} role="img" aria-label={label} />
        </span>
      );
    }
  }
}
