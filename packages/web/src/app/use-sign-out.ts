import { useCallback } from 'react';
import { wholeInbox } from '../data/chat-filter.ts';
import { composerFiles } from '../features/composer/files.ts';
import { errorText } from '../format/error-text.ts';
import { useNavigate } from '../routing/use-route.ts';
import { warn } from '../ui/toasts.ts';
import { useData, useSession } from './context.ts';
import { openOverlay } from './overlays.ts';

/** Signs out. Nothing that was written stays in the browser, nor in its address. @throws APIError, APIConnectionError: then nothing has changed */
export function useLeave(): () => Promise<void> {
  const session = useSession();
  const data = useData();
  const navigate = useNavigate();
  return useCallback(async () => {
    await session.signOut();
    data.discard();
    composerFiles.forget();
    navigate({ view: 'inbox', filter: wholeInbox }, { replace: true });
  }, [session, data, navigate]);
}

/** The same for a button: what the server does not have yet is given to it first, and where that cannot be it is asked before it is lost. */
export function useSignOut(): () => Promise<void> {
  const data = useData();
  const leave = useLeave();
  return useCallback(async () => {
    try {
      const lost = { ...(await data.settle()), files: composerFiles.unfinished() };
      if (lost.drafts + lost.messages + lost.files > 0) openOverlay({ kind: 'sign-out', lost });
      else await leave();
    } catch (error) {
      warn(errorText(error));
    }
  }, [data, leave]);
}
