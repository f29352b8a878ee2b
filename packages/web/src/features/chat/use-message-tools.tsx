import { CircleEllipsis, Reply, SmilePlus } from 'lucide-react';
import { type FocusEvent, type MouseEvent, type TouchEvent, useRef, useState } from 'react';
import type { TimelineItem } from '../../data/message-order.ts';
import { t } from '../../texts/texts.ts';
import styles from './MessageRow.module.css';
import { useRoom } from './room.ts';

/** So long a finger rests on a message to open its menu. */
const pressMs = 450;

/** What stands beside a message while a pointer or the focus is on it, and what opens its menu. */
export function useMessageTools(item: TimelineItem) {
  const { openMenu, able, isReadOnly, reply, chooseEmoji } = useRoom();
  const [isNear, setNear] = useState(false);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { message, local } = item;
  if (message.isDeleted === true || local !== undefined) return [null, {}] as const;
  const lift = () => clearTimeout(press.current);
  const handlers = {
    onPointerEnter: () => setNear(true),
    onPointerLeave: () => setNear(false),
    onFocus: () => setNear(true),
    onBlur({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setNear(false);
    },
    onContextMenu(event: MouseEvent<HTMLElement>) {
      // On a link or a selection, the browser's own menu has more to offer.
      if (event.target instanceof Element && event.target.closest('a, audio, video') !== null) return;
      if (getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      openMenu(item, { x: event.clientX, y: event.clientY });
    },
    onTouchStart({ currentTarget }: TouchEvent<HTMLElement>) {
      press.current = setTimeout(() => openMenu(item, currentTarget), pressMs);
    },
    onTouchEnd: lift,
    onTouchMove: lift,
    onTouchCancel: lift,
  };
  const isSent = message.sendStatus === undefined || message.sendStatus.status === 'SUCCESS';
  const tools = isNear && (
    <div className={styles['tools']}>
      {isSent && (able.reaction ?? 0) > 0 && (
        <button
          type="button"
          className={styles['tool']}
          aria-label={t.chat.react}
          title={t.chat.react}
          onClick={({ currentTarget }) => chooseEmoji(message, currentTarget)}
        >
          <SmilePlus />
        </button>
      )}
      {isSent && !isReadOnly && (able.reply ?? 0) > 0 && (
        <button
          type="button"
          className={styles['tool']}
          aria-label={t.chat.reply}
          title={t.chat.reply}
          onClick={() => reply(message)}
        >
          <Reply className={styles['arrow']} />
        </button>
      )}
      <button
        type="button"
        className={styles['tool']}
        aria-label={t.chat.actions}
        title={t.chat.actions}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => openMenu(item, currentTarget)}
      >
        <CircleEllipsis />
      </button>
    </div>
  );
  return [tools, handlers] as const;
}
