/** Whether somebody looks at the app, in this window or in another of this browser. */

const name = 'partyline.looking';
/** Windows of one browser answer each other within a few milliseconds. */
const answerMs = 200;

export interface Looking {
  isAnywhere(): Promise<boolean>;
  close(): void;
}

export function openLooking(): Looking {
  const channel = new BroadcastChannel(name);
  const listeners = new Set<() => void>();
  channel.addEventListener('message', ({ data }) => {
    if (data === 'somebody') for (const listener of listeners) listener();
    else if (document.hasFocus()) channel.postMessage('somebody');
  });
  return {
    isAnywhere() {
      if (document.hasFocus()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const end = (is: boolean) => {
          clearTimeout(timer);
          listeners.delete(yes);
          resolve(is);
        };
        const yes = () => end(true);
        const timer = setTimeout(end, answerMs, false);
        listeners.add(yes);
        channel.postMessage('anybody?');
      });
    },
    close: () => channel.close(),
  };
}
