import { addressOf } from '../routing/route.ts';
import { useNavigate, useRoute } from '../routing/use-route.ts';
import { t } from '../texts/texts.ts';
import { undoLast } from '../ui/toasts.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { CurrentView } from './CurrentView.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { NewsTeller } from './NewsTeller.tsx';
import { Notifier } from './Notifier.tsx';
import { Overlays } from './Overlays.tsx';
import { openOverlay } from './overlays.ts';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';
import { useShortcuts } from './shortcuts.ts';
import { useKeptPage } from './use-kept-page.ts';
import { useTitle } from './use-title.ts';

/** The frame of the app for an owner who is signed in: the rail, the banner, the view. */
export function Shell() {
  const route = useRoute();
  const navigate = useNavigate();
  useShortcuts(
    {
      palette: () => openOverlay({ kind: 'palette' }),
      help: () => openOverlay({ kind: 'shortcuts' }),
      newChat: () => openOverlay({ kind: 'new-chat' }),
      undo: undoLast,
      search: () => navigate({ view: 'search', query: route.view === 'search' ? route.query : '' }),
      back: () => route.view !== 'inbox' && navigate({ view: 'inbox' }),
    },
    'app',
  );
  useTitle(titles[route.view]);
  useKeptPage();
  // On a phone, a chat has the screen to itself.
  const isDeep = route.view === 'inbox' && route.chatID !== undefined;
  return (
    <div className={styles['shell']} data-deep={isDeep}>
      <a className={styles['skip']} href="#content">
        {t.app.skip}
      </a>
      <Rail view={route.view} />
      <div className={styles['main']}>
        <ConnectionBanner />
        <div className={styles['view']}>
          <ErrorBoundary resetKey={addressOf(route)}>
            <CurrentView route={route} title={titles[route.view]} />
          </ErrorBoundary>
        </div>
      </div>
      <NewsTeller />
      <Notifier />
      <Overlays />
    </div>
  );
}

const titles = {
  inbox: t.inbox.title,
  search: t.search.title,
  accounts: t.accounts.title,
  'add-account': t.addAccount.title,
  settings: t.settings.title,
  'not-found': t.app.notFound.title,
};
