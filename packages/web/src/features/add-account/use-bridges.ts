import type { Bridge } from '@partyline/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { errorText } from '../../format/error-text.ts';

export interface Bridges {
  /** Undefined until they were loaded. */
  readonly items: readonly Bridge[] | undefined;
  readonly problem: string | undefined;
  reload(): void;
}

/** Not signed in to: `partyline import` makes its accounts. */
const archive = 'archive';

/** The networks of the server. No event tells of them: they are looked at anew when somebody comes back, or the server does. */
export function useBridges(): Bridges {
  const { api, live, accounts } = useData();
  const state = useReadable(live.state);
  const count = useReadable(accounts.list)?.length;
  const [items, setItems] = useState<readonly Bridge[]>();
  const [problem, setProblem] = useState<string>();
  const reload = useCallback(() => {
    api.bridges.list().then(
      (list) => {
        setItems(list.items.filter(({ type }) => type !== archive));
        setProblem(undefined);
      },
      (error: unknown) => setProblem(errorText(error)),
    );
  }, [api]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another account, or a connection that came back, is the reason to ask
  useEffect(reload, [reload, count, state === 'live']);
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  return { items, problem, reload };
}
