import { useEffect } from 'react';

const everyMs = 10_000;

/** For what no event tells of: it is looked at anew when somebody comes back to the window, and now and then while it is in sight. */
export function useFreshness(refresh: () => Promise<void>): void {
  useEffect(() => {
    let isUnderWay = false;
    const look = () => {
      if (isUnderWay || document.visibilityState !== 'visible') return;
      isUnderWay = true;
      void refresh().finally(() => {
        isUnderWay = false;
      });
    };
    const timer = setInterval(look, everyMs);
    window.addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
    };
  }, [refresh]);
}
