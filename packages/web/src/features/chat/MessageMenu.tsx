import { Menu as Base } from '@base-ui/react/menu';
import type { Message } from '@partyline/protocol';
import { Copy, Link as LinkIcon, MailQuestion, Pencil, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useData } from '../../app/context.ts';
import type { TimelineItem } from '../../data/message-order.ts';
import { errorText } from '../../format/error-text.ts';
import { spokenText } from '../../html/plain-text.ts';
import { addressOf } from '../../routing/route.ts';
import { t } from '../../texts/texts.ts';
import menuStyles from '../../ui/Menu.module.css';
import { MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { steadyAnchor } from '../../ui/steady-anchor.ts';
import { tell, warn } from '../../ui/toasts.ts';
import { quickEmoji } from '../emoji/recent.ts';
import styles from './MessageMenu.module.css';
import { canDelete, canEdit, isAtNetwork } from './message-abilities.ts';
import { type MenuAnchor, type Room, useRoom } from './room.ts';

interface MessageMenuProps {
  readonly item: TimelineItem;
  readonly anchor: MenuAnchor;
  onClose(): void;
}

/** What can be done with a message: what its network does not know is not offered. */
export function MessageMenu({ item: { message }, anchor, onClose }: MessageMenuProps) {
  const room = useRoom();
  const { api, chats } = useData();
  const { able, isReadOnly, chatID } = room;
  const isSent = isAtNetwork(message);
  const markUnread = () =>
    chats
      .change(() => api.chats.markUnread(chatID, { messageID: message.id }))
      .catch((error: unknown) => warn(errorText(error)));
  const reply = () => room.reply(message);
  const [place] = useState(() => (anchor instanceof Element ? steadyAnchor(anchor) : pointOf(anchor)));
  const [row] = useState(() => rowOf(anchor));
  const keepsFocus = useFocusBack(anchor instanceof Element ? row : null);
  const chooseEmoji = () => {
    if (row === null) return;
    keepsFocus.current = false;
    room.chooseEmoji(message, row);
  };
  return (
    <Base.Root open onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={place} side="bottom" align="start" sideOffset={4} className={menuStyles['positioner']}>
          <Base.Popup className={menuStyles['popup']} aria-label={t.chat.actions}>
            {isSent && (able.reaction ?? 0) > 0 && (
              <QuickReactions message={message} room={room} onMore={chooseEmoji} />
            )}
            {isSent && !isReadOnly && (able.reply ?? 0) > 0 && (
              <MenuItem icon={<Reply />} onSelect={reply}>
                {t.chat.reply}
              </MenuItem>
            )}
            {canEdit(message, room) && (
              <MenuItem icon={<Pencil />} onSelect={() => room.edit(message)}>
                {t.chat.edit}
              </MenuItem>
            )}
            {(message.text ?? '') !== '' && (
              <MenuItem icon={<Copy />} onSelect={() => copy(spokenText(message.text ?? ''))}>
                {t.chat.copy}
              </MenuItem>
            )}
            <MenuItem icon={<LinkIcon />} onSelect={() => copy(linkTo(message))}>
              {t.chat.copyLink}
            </MenuItem>
            {message.isSender !== true && (
              <MenuItem icon={<MailQuestion />} onSelect={markUnread}>
                {t.chat.markUnread}
              </MenuItem>
            )}
            {Object.values(canDelete(message, room)).includes(true) && (
              <>
                <MenuSeparator />
                <MenuItem icon={<Trash2 />} isDangerous onSelect={() => room.remove(message)}>
                  {t.chat.remove}
                </MenuItem>
              </>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The menu hands the focus to the first button within a message, where there is one: to the message itself, whose keys go on from there. */
function useFocusBack(row: HTMLElement | null) {
  /** False: what was chosen takes the focus itself. */
  const keepsFocus = useRef(true);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const { activeElement } = document;
        if (keepsFocus.current && row !== null && (activeElement === document.body || row.contains(activeElement)))
          row.focus({ preventScroll: true });
      });
    },
    [row],
  );
  return keepsFocus;
}

interface QuickReactionsProps {
  readonly message: Message;
  readonly room: Room;
  /** All other emoji are asked for. */
  onMore(): void;
}

function QuickReactions({ message, room, onMore }: QuickReactionsProps) {
  const { allowedReactions } = room.able;
  const quick = allowedReactions?.slice(0, 6) ?? quickEmoji(6);
  return (
    <Base.Group className={styles['quick']} aria-label={t.chat.react}>
      {quick.map((emoji) => (
        <Base.Item
          key={emoji}
          className={styles['emoji']}
          aria-label={`${t.chat.react}: ${emoji}`}
          onClick={() => room.react(message, emoji)}
        >
          {emoji}
        </Base.Item>
      ))}
      <Base.Item className={styles['emoji']} aria-label={t.chat.reactionAdd} onClick={onMore}>
        <SmilePlus aria-hidden="true" />
      </Base.Item>
    </Base.Group>
  );
}

function rowOf(anchor: MenuAnchor): HTMLElement | null {
  const element = anchor instanceof Element ? anchor : document.elementFromPoint(anchor.x, anchor.y);
  return element?.closest<HTMLElement>('article') ?? null;
}

const pointOf = ({ x, y }: { readonly x: number; readonly y: number }) => ({
  getBoundingClientRect: () => new DOMRect(x, y, 0, 0),
});

const linkTo = ({ chatID, id }: Message): string =>
  location.origin + addressOf({ view: 'inbox', chatID, messageID: id });

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(t.chat.copied);
  } catch (error) {
    warn(errorText(error));
  }
}
