/** Which view an address shows. What is not the inbox is loaded when it is first looked at. */

import { Compass } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { InboxView } from '../features/inbox/InboxView.tsx';
import type { Route } from '../routing/route.ts';
import { t } from '../texts/texts.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { useAccounts } from './context.ts';
import { Loading } from './Loading.tsx';

const Welcome = lazy(() => import('../features/first-run/Welcome.tsx'));
const SearchView = lazy(() => import('../features/search/SearchView.tsx'));
const AccountsView = lazy(() => import('../features/accounts/AccountsView.tsx'));
const AddAccountView = lazy(() => import('../features/add-account/AddAccountView.tsx'));
const SettingsView = lazy(() => import('../features/settings/SettingsView.tsx'));

interface CurrentViewProps {
  readonly route: Route;
  /** What the view is called. */
  readonly title: string;
}

export const CurrentView = ({ route, title }: CurrentViewProps) => (
  <Suspense fallback={<Loading title={title} />}>
    <View route={route} />
  </Suspense>
);

function View({ route }: { readonly route: Route }) {
  switch (route.view) {
    case 'inbox':
      return <Home {...route} />;
    case 'search':
      return <SearchView query={route.query} />;
    case 'accounts':
      return <AccountsView accountID={route.accountID} />;
    case 'add-account':
      return <AddAccountView {...route} />;
    case 'settings':
      return <SettingsView section={route.section} />;
    case 'not-found':
      return <NotFound />;
  }
}

/** Where there is no account there is no inbox. */
function Home({ chatID, messageID, filter }: Extract<Route, { readonly view: 'inbox' }>) {
  const hasNone = useAccounts()?.length === 0;
  return hasNone ? <Welcome /> : <InboxView chatID={chatID} messageID={messageID} filter={filter} />;
}

const NotFound = () => (
  <main id="content" tabIndex={-1}>
    <EmptyState isPage icon={<Compass />} title={t.app.notFound.title} text={t.app.notFound.text}>
      <LinkButton to={{ view: 'inbox' }}>{t.app.notFound.home}</LinkButton>
    </EmptyState>
  </main>
);
