import { useEffect, useState } from 'react';
import type { Timeline } from '../../data/timeline.ts';
import type { TimelineState } from '../../data/timeline-pages.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './ListEnd.module.css';

interface ListEndProps extends Pick<TimelineState, 'hasOlder' | 'loading' | 'error'> {
  readonly timeline: Timeline;
}

/** After this the network is being asked: the server has none of its own. */
const longMs = 1_500;

/** What stands above the oldest message: that more is on its way, why none came, or that there is none. */
export function ListEnd({ timeline, hasOlder, loading, error }: ListEndProps) {
  const isLoading = loading === 'older';
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isLoading) return setLong(false);
    const timer = setTimeout(() => setLong(true), longMs);
    return () => clearTimeout(timer);
  }, [isLoading]);
  const again = () => void timeline.loadOlder(true);
  return (
    <div className={styles['end']} role="status">
      {isLoading ? (
        <>
          <Spinner /> {isLong ? t.chat.loadingOlderLong : t.chat.loadingOlder}
        </>
      ) : error !== undefined ? (
        <>
          {t.chat.olderFailed} {errorText(error)}
          <button type="button" className={styles['again']} onClick={again}>
            {t.app.retry}
          </button>
        </>
      ) : (
        !hasOlder && (
          <>
            {t.chat.start}
            <button type="button" className={styles['again']} onClick={again}>
              {t.chat.lookAgain}
            </button>
          </>
        )
      )}
    </div>
  );
}
