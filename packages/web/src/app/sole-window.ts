/** What one window of this browser does for all of them: the first that was opened, and when it is closed the next (Web Locks API). */

const name = 'partyline.notifier';

export interface SoleWindow {
  isMine(): boolean;
  /** The next window takes over. */
  leave(): void;
}

/** Each is for itself where the browser has no locks, which is where it has no notifications either: on pages that are not secure. */
export function joinWindows(): SoleWindow {
  const leaving = new AbortController();
  let isMine = !isSecureContext;
  const hold = () =>
    new Promise<void>((resolve) => {
      isMine = true;
      leaving.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  if (isSecureContext) navigator.locks.request(name, { signal: leaving.signal }, hold).catch(() => undefined);
  return {
    isMine: () => isMine,
    leave() {
      isMine = false;
      leaving.abort();
    },
  };
}
