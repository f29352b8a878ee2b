/** Dark or light: the person's choice, or the system's. `public/theme.js` reads it before the first paint. */

import { createStore, type Readable } from '../data/store.ts';

export type Theme = 'system' | 'light' | 'dark';

const key = 'partyline.theme';
const chosen = createStore<Theme>(read());

export const theme: Readable<Theme> = chosen;

export function chooseTheme(choice: Theme): void {
  chosen.set(choice);
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  try {
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // No storage: it counts until the page is closed.
  }
}

function read(): Theme {
  const now = document.documentElement.dataset['theme'];
  return now === 'light' || now === 'dark' ? now : 'system';
}
