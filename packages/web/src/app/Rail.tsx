import { CircleUser, Inbox, LogOut, Plug, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApprovalBadge } from '../features/settings/approvals/ApprovalBadge.tsx';
import { RouteLink } from '../routing/RouteLink.tsx';
import type { Route, View } from '../routing/route.ts';
import { t } from '../texts/texts.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/Menu.tsx';
import styles from './Rail.module.css';
import { chooseTheme, theme } from './theme.ts';
import { useReadable } from './use-readable.ts';
import { useSignOut } from './use-sign-out.ts';

const places: readonly { readonly to: Route; readonly views: readonly View[]; text: string; icon: ReactNode }[] = [
  { to: { view: 'inbox' }, views: ['inbox'], text: t.nav.inbox, icon: <Inbox /> },
  { to: { view: 'search', query: '' }, views: ['search'], text: t.nav.search, icon: <Search /> },
  { to: { view: 'accounts' }, views: ['accounts', 'add-account'], text: t.nav.accounts, icon: <Plug /> },
  { to: { view: 'settings' }, views: ['settings'], text: t.nav.settings, icon: <Settings /> },
];

/** The main navigation: at the side, on a phone at the bottom. */
export function Rail({ view }: { readonly view: View }) {
  return (
    <nav className={styles['rail']} aria-label={t.nav.label}>
      <ul className={styles['places']}>
        {places.map(({ to, views, text, icon }) => (
          <li key={text}>
            <RouteLink className={styles['place']} to={to} isCurrent={views.includes(view)}>
              {icon}
              <span className={styles['text']}>{text}</span>
              {to.view === 'settings' && <ApprovalBadge />}
            </RouteLink>
          </li>
        ))}
      </ul>
      <OwnerMenu />
    </nav>
  );
}

function OwnerMenu() {
  const chosen = useReadable(theme);
  const signOut = useSignOut();
  return (
    <div className={styles['owner']}>
      <Menu
        side="inline-end"
        trigger={
          <button type="button" className={styles['place']}>
            <CircleUser />
            <span className={styles['text']}>{t.nav.owner}</span>
          </button>
        }
      >
        <MenuChoice
          label={t.theme.label}
          value={chosen}
          options={[
            ['system', t.theme.system],
            ['light', t.theme.light],
            ['dark', t.theme.dark],
          ]}
          onChoose={chooseTheme}
        />
        <MenuSeparator />
        <MenuItem icon={<LogOut />} onSelect={signOut}>
          {t.session.signOut}
        </MenuItem>
      </Menu>
    </div>
  );
}
