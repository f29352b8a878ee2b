import { useState } from 'react';
import { errorText } from '../../../format/error-text.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { warn } from '../../../ui/toasts.ts';

/** The next page of a list, on demand. */
export function LoadMore({ load }: { readonly load: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await load().catch((error: unknown) => warn(errorText(error)));
    setBusy(false);
  };
  return (
    <div>
      <Button isBusy={isBusy} onClick={run}>
        {t.settings.loadMore}
      </Button>
    </div>
  );
}
