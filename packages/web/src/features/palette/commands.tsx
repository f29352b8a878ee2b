import {
  Archive,
  BellOff,
  CheckCheck,
  Clock,
  Inbox,
  Keyboard,
  LogOut,
  Mail,
  MessageSquarePlus,
  Pin,
  Plug,
  Plus,
  Search,
  Settings,
  SunMoon,
  Tag,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useAccounts, useData } from '../../app/context.ts';
import { openOverlay } from '../../app/overlays.ts';
import { keys, type Shortcut } from '../../app/shortcuts.ts';
import { chooseTheme } from '../../app/theme.ts';
import { useSignOut } from '../../app/use-sign-out.ts';
import { isUnread } from '../../data/chat-filter.ts';
import { hasWords } from '../../format/folded.ts';
import type { Route } from '../../routing/route.ts';
import { useNavigate, useRoute } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { nameOf, networkOf } from '../accounts/account-name.ts';
import { useChatActions } from '../inbox/use-chat-actions.ts';
import { useChatDeeds } from '../inbox/use-chat-deeds.ts';
import { sectionNames } from '../settings/section-names.ts';
import type { Command, CommandGroup } from './command.ts';
import { useFoundChats } from './use-found-chats.ts';

const maxChats = { found: 12, recent: 6 };

/** What fits the query, best groups first. */
export function useCommands(query: string): readonly CommandGroup[] {
  const navigate = useNavigate();
  const chats = useFoundChats(query);
  const chatCommands = chats.slice(0, query === '' ? maxChats.recent : maxChats.found).map(
    (chat): Command => ({
      id: chat.id,
      text: chat.title,
      note: chat.network,
      chat,
      run: () => navigate({ view: 'inbox', chatID: chat.id }),
    }),
  );
  const searching: Command = {
    id: 'search-for',
    text: t.palette.searchFor(query),
    icon: <Search />,
    run: () => navigate({ view: 'search', query }),
  };
  const accounts = useAccountCommands();
  const fitting = (commands: readonly Command[]) =>
    query === '' ? commands : commands.filter(({ text, note = '' }) => hasWords(`${text} ${note}`, query));
  const groups: readonly CommandGroup[] = [
    { value: t.palette.chats, items: chatCommands },
    { value: t.palette.thisChat, items: fitting(useThisChat()) },
    { value: t.palette.actions, items: fitting(useActions()) },
    { value: t.palette.places, items: fitting(usePlaces()) },
    { value: t.palette.accounts, items: query === '' ? [] : fitting(accounts) },
    { value: t.search.title, items: query === '' ? [] : [searching] },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

const command = (id: string, text: string, icon: ReactNode, run: () => void, shortcut?: Shortcut): Command => ({
  id,
  text,
  icon,
  run,
  keys: shortcut && keys[shortcut],
});

/** What can be done to the open chat. */
function useThisChat(): readonly Command[] {
  const route = useRoute();
  const { chats } = useData();
  const chatID = route.view === 'inbox' ? route.chatID : undefined;
  const deeds = useChatDeeds(chatID);
  const chat = chatID === undefined ? undefined : chats.get(chatID);
  if (chatID === undefined || chat === undefined) return [];
  const texts = t.chatActions;
  const { isArchived, isPinned, isMuted } = chat;
  return [
    command(
      'archive',
      isArchived ? texts.unarchive : texts.archive,
      <Archive />,
      () => deeds.toggleArchive(chatID),
      'archive',
    ),
    command('unread', isUnread(chat) ? texts.read : texts.unread, <Mail />, () => deeds.toggleUnread(chatID), 'unread'),
    command('pin', isPinned ? texts.unpin : texts.pin, <Pin />, () => deeds.togglePin(chatID), 'pin'),
    command('mute', isMuted ? texts.unmute : texts.mute, <BellOff />, () => deeds.toggleMute(chatID), 'mute'),
    command('remind', texts.remind, <Clock />, () => openOverlay({ kind: 'remind', chatID }), 'remind'),
    command('labels', texts.labels, <Tag />, () => openOverlay({ kind: 'labels', chatID }), 'label'),
    command('remove', texts.remove, <Trash2 />, () => openOverlay({ kind: 'remove-chat', chatID }), 'remove'),
  ];
}

function useActions(): readonly Command[] {
  const actions = useChatActions();
  const signOut = useSignOut();
  return [
    command('new-chat', t.palette.newChat, <MessageSquarePlus />, () => openOverlay({ kind: 'new-chat' }), 'newChat'),
    command('all-read', t.palette.allRead, <CheckCheck />, () => void actions.markAllRead()),
    command('shortcuts', t.palette.shortcuts, <Keyboard />, () => openOverlay({ kind: 'shortcuts' }), 'help'),
    ...(['system', 'light', 'dark'] as const).map((name) =>
      command(`theme-${name}`, t.palette.theme(t.theme[name]), <SunMoon />, () => chooseTheme(name)),
    ),
    command('sign-out', t.session.signOut, <LogOut />, () => void signOut()),
  ];
}

function usePlaces(): readonly Command[] {
  const navigate = useNavigate();
  const place = (text: string, icon: ReactNode, to: Route, shortcut?: Shortcut) =>
    command(`go-${text}`, text, icon, () => navigate(to), shortcut);
  return [
    place(t.nav.inbox, <Inbox />, { view: 'inbox', filter: { inbox: 'primary' } }),
    place(t.palette.unreadOnly, <Mail />, { view: 'inbox', filter: { inbox: 'primary', unreadOnly: true } }),
    place(t.palette.archive, <Archive />, { view: 'inbox', filter: { inbox: 'archive' } }),
    place(t.nav.search, <Search />, { view: 'search', query: '' }, 'search'),
    place(t.nav.accounts, <Plug />, { view: 'accounts' }),
    place(t.nav.addAccount, <Plus />, { view: 'add-account' }),
    ...sectionNames.map(
      ({ id, title }): Command => ({
        id: `settings-${id}`,
        text: title,
        note: t.nav.settings,
        icon: <Settings />,
        run: () => navigate({ view: 'settings', section: id }),
      }),
    ),
  ];
}

function useAccountCommands(): readonly Command[] {
  const navigate = useNavigate();
  const accounts = useAccounts() ?? [];
  return accounts.map((account) => ({
    id: account.accountID,
    text: nameOf(account),
    note: `${networkOf(account)} · ${t.accountStatus[account.status]}`,
    icon: <Plug />,
    run: () => navigate({ view: 'accounts', accountID: account.accountID }),
  }));
}
