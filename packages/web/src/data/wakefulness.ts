/** Notices when the page comes back to life: shown again, network back, or the machine slept. Browser only. */

const beatMs = 5_000;
/** Timers of a page in the background come once a minute. */
const sleptMs = 90_000;

/** @param onWake told whether connections may have died unnoticed. @returns how to end it */
export function watchWaking(onWake: (suspect: boolean) => void): () => void {
  let last = Date.now();
  const slept = () => {
    const gap = Date.now() - last;
    last = Date.now();
    return gap > sleptMs;
  };
  const beat = setInterval(() => {
    if (slept()) onWake(true);
  }, beatMs);
  const shown = () => {
    if (document.visibilityState === 'visible') onWake(slept());
  };
  const online = () => onWake(true);
  document.addEventListener('visibilitychange', shown);
  window.addEventListener('online', online);
  return () => {
    clearInterval(beat);
    document.removeEventListener('visibilitychange', shown);
    window.removeEventListener('online', online);
  };
}
