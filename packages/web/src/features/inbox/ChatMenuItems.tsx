/** What can be done to a chat, in a menu. */

import {
  Archive,
  ArchiveRestore,
  ArrowDownToLine,
  ArrowUpToLine,
  Bell,
  BellOff,
  Clock,
  ExternalLink,
  Mail,
  MailOpen,
  Pin,
  PinOff,
  Tag,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useChat } from '../../app/context.ts';
import { openOverlay } from '../../app/overlays.ts';
import { type Shortcut, keys as shortcutKeys } from '../../app/shortcuts.ts';
import { isUnread } from '../../data/chat-filter.ts';
import { reminderTimes } from '../../data/reminder-times.ts';
import { soonText } from '../../format/dates.ts';
import { addressOf } from '../../routing/route.ts';
import { t } from '../../texts/texts.ts';
import { MenuItem, MenuSeparator, Submenu } from '../../ui/Menu.tsx';
import type { ChatDeeds } from './use-chat-deeds.ts';

interface ChatMenuItemsProps {
  readonly chatID: string;
  readonly deeds: ChatDeeds;
}

export function ChatMenuItems({ chatID, deeds }: ChatMenuItemsProps) {
  const chat = useChat(chatID);
  const texts = t.chatActions;
  if (chat === undefined) return null;
  const { isPinned = false, isMuted = false, isArchived = false, isLowPriority = false, reminder } = chat;
  const item = (icon: ReactNode, text: string, shortcut: Shortcut | undefined, run: () => unknown) => (
    <MenuItem icon={icon} keys={shortcut && shortcutKeys[shortcut]} onSelect={() => void run()}>
      {text}
    </MenuItem>
  );
  return (
    <>
      {isUnread(chat)
        ? item(<MailOpen />, texts.read, 'unread', () => deeds.toggleUnread(chatID))
        : item(<Mail />, texts.unread, 'unread', () => deeds.toggleUnread(chatID))}
      {item(isPinned ? <PinOff /> : <Pin />, isPinned ? texts.unpin : texts.pin, 'pin', () => deeds.togglePin(chatID))}
      {item(isMuted ? <Bell /> : <BellOff />, isMuted ? texts.unmute : texts.mute, 'mute', () =>
        deeds.toggleMute(chatID),
      )}
      {item(
        isArchived ? <ArchiveRestore /> : <Archive />,
        isArchived ? texts.unarchive : texts.archive,
        'archive',
        () => deeds.toggleArchive(chatID),
      )}
      {item(
        isLowPriority ? <ArrowUpToLine /> : <ArrowDownToLine />,
        isLowPriority ? texts.normalPriority : texts.lowPriority,
        undefined,
        () => deeds.toggleLowPriority(chatID),
      )}
      <MenuSeparator />
      <Submenu icon={<Clock />} text={texts.remind}>
        {reminderTimes(new Date()).map(([name, at]) => (
          <MenuItem key={name} note={soonText(at.toISOString())} onSelect={() => void deeds.remind(chatID, at)}>
            {texts.times[name]}
          </MenuItem>
        ))}
        <MenuItem keys={shortcutKeys.remind} onSelect={() => openOverlay({ kind: 'remind', chatID })}>
          {texts.remindLater}
        </MenuItem>
        {reminder !== undefined && reminder !== null && (
          <MenuItem onSelect={() => void deeds.clearReminder(chatID)}>{texts.clearReminder}</MenuItem>
        )}
      </Submenu>
      {item(<Tag />, texts.labels, 'label', () => openOverlay({ kind: 'labels', chatID }))}
      {item(<ExternalLink />, texts.open, undefined, () =>
        window.open(addressOf({ view: 'inbox', chatID }), '_blank', 'noopener'),
      )}
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 />}
        isDangerous
        keys={shortcutKeys.remove}
        onSelect={() => openOverlay({ kind: 'remove-chat', chatID })}
      >
        {texts.remove}
      </MenuItem>
    </>
  );
}
