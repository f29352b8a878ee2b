import { useEffect, useRef, useState } from 'react';
import { t } from '../texts/texts.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useData } from './context.ts';
import { useReadable } from './use-readable.ts';

/** Short interruptions are nobody's business. */
const patienceMs = 1_500;
/** So long it says that all is well again. */
const reliefMs = 3_000;

/** Says when what is shown may not be all there is, what is being done about it, and when it is over. */
export function ConnectionBanner() {
  const { live, start } = useData();
  const state = useReadable(live.state);
  const { kind } = useReadable(start);
  const isTrouble = kind === 'failed' || (kind === 'ready' && state !== 'live' && state !== 'stopped');
  const isLate = useLate(isTrouble);
  const isRelieved = useRelief(isLate);
  if (isLate)
    return (
      <Notice
        look={kind === 'failed' ? 'bad' : 'warn'}
        action={<Button onClick={() => live.wake(true)}>{t.connection.tryNow}</Button>}
      >
        <Trouble hasFailed={kind === 'failed'} isConnecting={state === 'connecting'} />
      </Notice>
    );
  return isRelieved ? <Notice look="good">{t.connection.back}</Notice> : null;
}

function Trouble({ hasFailed, isConnecting }: { readonly hasFailed: boolean; readonly isConnecting: boolean }) {
  if (hasFailed) return `${t.connection.failed} ${t.connection.now}`;
  if (!navigator.onLine) return t.connection.offline;
  if (isConnecting) return t.connection.connecting;
  return (
    <>
      {t.connection.lost} <Countdown />
    </>
  );
}

/** It is not said every second to those who listen. */
function Countdown() {
  const at = useReadable(useData().live.retryAt);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = at === undefined ? 0 : Math.ceil((at - now) / 1_000);
  return <span aria-hidden="true">{seconds > 0 ? t.connection.inSeconds(seconds) : t.connection.now}</span>;
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

/** For a while after it was so. */
function useRelief(isSo: boolean): boolean {
  const [isRelieved, setRelieved] = useState(false);
  const was = useRef(false);
  useEffect(() => {
    const isOver = was.current && !isSo;
    was.current = isSo;
    if (!isOver) return;
    setRelieved(true);
    const timer = setTimeout(setRelieved, reliefMs, false);
    return () => clearTimeout(timer);
  }, [isSo]);
  return isRelieved && !isSo;
}
