import { Component, type ReactNode } from 'react';
import { t } from '../texts/texts.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What makes another try worth while: another address, say. */
  readonly resetKey?: string;
}

interface ErrorBoundaryState {
  readonly broken: boolean;
  readonly resetKey: string | undefined;
}

/** What breaks in one view leaves the others whole. React tells the console what it was. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { broken: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<ErrorBoundaryState> {
    return { broken: true };
  }

  static getDerivedStateFromProps(
    { resetKey }: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): ErrorBoundaryState | null {
    return resetKey === state.resetKey ? null : { broken: false, resetKey };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main id="content" tabIndex={-1}>
        <EmptyState isPage title={t.app.broken.title} text={t.app.broken.text}>
          <Button look="primary" onClick={() => location.reload()}>
            {t.app.broken.reload}
          </Button>
        </EmptyState>
      </main>
    );
  }
}
