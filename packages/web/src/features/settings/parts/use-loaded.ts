import { useCallback, useEffect, useRef, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { useReadable } from '../../../app/use-readable.ts';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly value: T };

export interface Loading<T> {
  readonly state: Loaded<T>;
  /** What is shown stays until the new is there, or is known not to come. */
  reload(): Promise<void>;
  /** Without a word: what fails, or was overtaken by a change, leaves everything as it is. */
  refresh(): Promise<void>;
  /** What a call answered, put in at once. */
  change(to: (value: T) => T): void;
}

/**
 * What only one view needs: loaded when it is looked at, and anew when the connection comes back.
 * @param load the same function as long as the same is to be loaded
 */
export function useLoaded<T>(load: () => Promise<T>): Loading<T> {
  const [state, setState] = useState<Loaded<T>>({ kind: 'loading' });
  const round = useRef(0);
  const changes = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++round.current;
    setState((now) => (now.kind === 'failed' ? { kind: 'loading' } : now));
    try {
      const value = await load();
      if (mine === round.current) setState({ kind: 'ready', value });
    } catch (error) {
      if (mine !== round.current) return;
      setState({ kind: 'failed', error });
    }
  }, [load]);
  useEffect(() => {
    void reload();
    return () => {
      round.current++;
    };
  }, [reload]);

  const refresh = useCallback(async () => {
    const mine = [round.current, ++changes.current];
    try {
      const value = await load();
      if (mine[0] !== round.current || mine[1] !== changes.current) return;
      setState((now) => (now.kind === 'ready' ? { kind: 'ready', value } : now));
    } catch {
      // What is shown is as true as it was, and a lost connection is told of elsewhere.
    }
  }, [load]);

  const live = useReadable(useData().live.state);
  const before = useRef(live);
  useEffect(() => {
    if (live === 'live' && before.current === 'waiting') void reload();
    if (live === 'live' || live === 'waiting') before.current = live;
  }, [live, reload]);

  const change = useCallback((to: (value: T) => T) => {
    changes.current++;
    setState((now) => (now.kind === 'ready' ? { kind: 'ready', value: to(now.value) } : now));
  }, []);
  return { state, reload, refresh, change };
}
