import { ArrowLeft, BellOff, CalendarSearch, EllipsisVertical, Info } from 'lucide-react';
import { useChat } from '../../app/context.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { PaneHead } from '../../ui/PaneHead.tsx';
import { ChatMenuItems } from '../inbox/ChatMenuItems.tsx';
import { useChatDeeds } from '../inbox/use-chat-deeds.ts';
import styles from './ChatHead.module.css';
import type { ChatDialog } from './use-room.ts';

interface ChatHeadProps {
  readonly chatID: string;
  onOpen(dialog: ChatDialog): void;
}

export function ChatHead({ chatID, onOpen }: ChatHeadProps) {
  const chat = useChat(chatID);
  const navigate = useNavigate();
  const deeds = useChatDeeds(chatID);
  return (
    <PaneHead>
      <IconButton className={styles['back']} label={t.chat.back} onClick={() => navigate({ view: 'inbox' })}>
        <ArrowLeft className={styles['arrow']} />
      </IconButton>
      {chat !== undefined && (
        <>
          <button
            type="button"
            className={styles['about']}
            title={t.chat.head.details}
            onClick={() => onOpen({ kind: 'details' })}
          >
            <Avatar name={chat.title} id={chat.id} imgURL={chat.imgURL} size="small" />
            <span className={styles['names']}>
              <span className={styles['line']}>
                <h1 className={styles['title']}>
                  <bdi>{chat.title}</bdi>
                </h1>
                {chat.isMuted === true && <BellOff size={14} role="img" aria-label={t.chat.head.muted} />}
              </span>
              <span className={styles['network']}>
                {chat.network}
                {chat.type === 'group' && ` · ${t.chat.members(chat.participants.total)}`}
              </span>
            </span>
          </button>
          <Menu
            trigger={
              <IconButton label={t.chat.head.menu}>
                <EllipsisVertical />
              </IconButton>
            }
          >
            <MenuItem icon={<Info />} onSelect={() => onOpen({ kind: 'details' })}>
              {t.chat.head.details}
            </MenuItem>
            <MenuItem icon={<CalendarSearch />} onSelect={() => onOpen({ kind: 'date' })}>
              {t.chat.head.toDate}
            </MenuItem>
            <MenuSeparator />
            <ChatMenuItems chatID={chatID} deeds={deeds} />
          </Menu>
        </>
      )}
    </PaneHead>
  );
}
