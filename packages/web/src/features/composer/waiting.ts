/** Messages that go out as soon as their files are uploaded, whichever chat is looked at by then. */

import { createKeyedStore, type Readable } from '../../data/store.ts';
import { composerFiles } from './files.ts';

/** How each is sent, by chat. */
const waiting = createKeyedStore<() => void>();

/** Undefined where nothing waits. */
export const waitingIn = (chatID: string): Readable<(() => void) | undefined> => waiting.at(chatID);

/** @param send is not called where an upload fails: a person has to look at it */
export function sendWhenUploaded(chatID: string, send: () => void): void {
  const files = composerFiles.at(chatID);
  const end = files.subscribe(() => {
    const states = (files.get() ?? []).map(({ state }) => state);
    if (states.includes('uploading')) return;
    end();
    // Somebody has pressed again since, and meant another time.
    if (waiting.get(chatID) !== send) return;
    waiting.delete(chatID);
    if (!states.includes('failed')) send();
  });
  waiting.set(chatID, send);
}
