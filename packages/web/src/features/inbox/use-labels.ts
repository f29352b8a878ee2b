import type { Label } from '@partyline/protocol';
import { useEffect } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';

interface KnownLabels {
  /** By name; undefined until they are there. */
  readonly labels: readonly Label[] | undefined;
  load(): void;
}

/** Labels have no events of their own: they are fetched when somebody looks. */
export function useLabels(): KnownLabels {
  const { labels } = useData();
  const list = useReadable(labels.list);
  useEffect(() => {
    if (list === undefined) labels.load();
  }, [list, labels]);
  return { labels: list, load: labels.load };
}
