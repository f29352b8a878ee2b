import { useEffect } from 'react';
import { addressOf } from '../routing/route.ts';
import { useRoute } from '../routing/use-route.ts';
import { t } from '../texts/texts.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { CurrentView } from './CurrentView.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';

/** The frame of the app for an owner who is signed in: the rail, the banner, the view. */
export function Shell() {
  const route = useRoute();
  useEffect(() => {
    document.title = t.app.title(titles[route.view]);
  }, [route.view]);
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
            <CurrentView route={route} />
          </ErrorBoundary>
        </div>
      </div>
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
