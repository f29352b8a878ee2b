import type { ReactNode } from 'react';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import type { Loading } from './use-loaded.ts';
import styles from './WhenLoaded.module.css';

interface WhenLoadedProps<T> {
  readonly loading: Loading<T>;
  readonly children: (value: T) => ReactNode;
}

/** What was loaded, or that it is on its way, or why it did not come and how to try again. */
export function WhenLoaded<T>({ loading: { state, reload }, children }: WhenLoadedProps<T>) {
  if (state.kind === 'ready') return children(state.value);
  if (state.kind === 'failed')
    return (
      <EmptyState title={t.settings.failed} text={errorText(state.error)}>
        <Button onClick={reload}>{t.app.retry}</Button>
      </EmptyState>
    );
  return (
    <p className={styles['loading']} role="status">
      <Spinner /> {t.settings.loading}
    </p>
  );
}
