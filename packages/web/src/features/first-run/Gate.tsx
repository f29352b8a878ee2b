import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useSession } from '../../app/context.ts';
import { Loading } from '../../app/Loading.tsx';
import { useReadable } from '../../app/use-readable.ts';
import { t } from '../../texts/texts.ts';
import { Door } from './Door.tsx';

// Who is signed in does not need them.
const SignIn = lazy(() => import('./SignIn.tsx'));
const Unclaimed = lazy(() => import('./Unclaimed.tsx'));

const againMs = 3_000;

/** Lets the owner through to the app. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const { kind } = useReadable(session.state);
  useEffect(() => {
    if (kind !== 'unreachable') return;
    const timer = setInterval(session.check, againMs);
    return () => clearInterval(timer);
  }, [kind, session]);
  if (kind === 'signed-in') return children;
  if (kind === 'unreachable') return <Door title={t.session.unreachable.title} text={t.session.unreachable.text} />;
  const loading = <Loading title={t.app.name} />;
  if (kind === 'loading') return loading;
  return (
    <Suspense fallback={loading}>
      {kind === 'signed-out' && <SignIn />}
      {kind === 'unclaimed' && <Unclaimed />}
    </Suspense>
  );
}
