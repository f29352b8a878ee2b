import type { ChatListItem } from '@partyline/protocol';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './FoundChat.module.css';
import { Marked } from './Marked.tsx';

/** A chat whose title fits, or one with somebody who does. */
export const FoundChat = ({ chat, terms }: { readonly chat: ChatListItem; readonly terms: readonly string[] }) => (
  <RouteLink className={styles['chat']} to={{ view: 'inbox', chatID: chat.id }} data-result="">
    <Avatar name={chat.title} id={chat.id} imgURL={chat.imgURL} size="small" />
    <bdi className={styles['title']}>
      <Marked text={chat.title} terms={terms} />
    </bdi>
    <span className={styles['about']}>
      {chat.type === 'group' ? `${t.chat.members(chat.participants.total)} · ${chat.network}` : chat.network}
    </span>
  </RouteLink>
);
