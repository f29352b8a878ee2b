import { useEffect, useState } from 'react';
import { t } from '../texts/texts.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useData } from './context.ts';
import { useReadable } from './use-readable.ts';

/** Short interruptions are nobody's business. */
const patienceMs = 1_500;

/** Says when what is shown may not be all there is. */
export function ConnectionBanner() {
  const { live, start } = useData();
  const state = useReadable(live.state);
  const { kind } = useReadable(start);
  const isLate = useLate(state === 'waiting');
  if (kind === 'failed') return <Notice look="bad">{`${t.connection.failed} ${t.connection.waiting}`}</Notice>;
  if (!isLate) return null;
  return (
    <Notice look="warn" action={<Button onClick={() => live.wake(true)}>{t.connection.tryNow}</Button>}>
      {t.connection.waiting}
    </Notice>
  );
}

function useLate(isSo: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isSo) {
      setLate(false);
      return;
    }
    const timer = setTimeout(setLate, patienceMs, true);
    return () => clearTimeout(timer);
  }, [isSo]);
  return isLate && isSo;
}
