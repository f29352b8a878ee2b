import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { Gate } from '../features/first-run/Gate.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { type App, AppContext } from './context.ts';
import { direction } from './direction.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Shell } from './Shell.tsx';

/** Everything that stands around the views. */
export function AppRoot({ app }: { readonly app: App }) {
  return (
    <AppContext value={app}>
      <CSPProvider disableStyleElements>
        <DirectionProvider direction={direction}>
          <Tooltip.Provider delay={500}>
            <ErrorBoundary>
              <Gate>
                <Shell />
              </Gate>
            </ErrorBoundary>
            <Toasts />
          </Tooltip.Provider>
        </DirectionProvider>
      </CSPProvider>
    </AppContext>
  );
}
