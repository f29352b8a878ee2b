/** The composition root: the session, the data and the one tree of components. */

import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppRoot } from './app/AppRoot.tsx';
import { appHeaders, appKey, appProtocols, takeKeyFromAddress } from './app/app-key.ts';
import { applyLanguage } from './app/direction.ts';
import { storage } from './app/storage.ts';
import { createApi } from './data/api.ts';
import { createAppData } from './data/app-data.ts';
import { createCalls } from './data/calls.ts';
import { createSession } from './data/session.ts';
import { watchWaking } from './data/wakefulness.ts';

const { origin } = location;
const calls = createCalls();
const session = createSession({ origin, appKey, appHeaders, calls });
const data = createAppData({
  api: createApi({ origin, appHeaders, calls, onSignedOut: session.ended }),
  openSocket: (cursor) =>
    new WebSocket(
      `${origin.replace(/^http/, 'ws')}/v1/ws?${new URLSearchParams({ since: cursor, typing: 'true' })}`,
      appProtocols(),
    ),
  onSignedOut: session.ended,
  shelf: storage(),
});

let isOpen = false;
session.state.subscribe(() => {
  const signedIn = session.state.get().kind === 'signed-in';
  if (signedIn === isOpen) return;
  isOpen = signedIn;
  if (signedIn) data.open();
  else data.close();
});
watchWaking(data.live.wake);
void session.begin(takeKeyFromAddress());

applyLanguage();
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the app');
createRoot(root).render(
  <StrictMode>
    <AppRoot app={{ session, data }} />
  </StrictMode>,
);
