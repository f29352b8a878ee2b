import { useRef, useState } from 'react';
import { errorText } from '../../../format/error-text.ts';
import { warn } from '../../../ui/toasts.ts';

export interface DialogCall {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  close(): void;
  /** Closes the dialog when it is done, unless it answers false. @returns false when the person has something to mend in the dialog */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

/** What the main button of a dialog does, once at a time. What goes wrong is said in the dialog, or in a toast when it was closed meanwhile. */
export function useDialogCall(onClose: () => void): DialogCall {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  /** It may be open again, about something else, when an answer comes. */
  const closings = useRef(0);
  const close = () => {
    closings.current++;
    setProblem(undefined);
    onClose();
  };
  const run = async (work: () => Promise<unknown>) => {
    if (isBusy) return true;
    const before = closings.current;
    const isOpenStill = () => before === closings.current;
    setBusy(true);
    setProblem(undefined);
    try {
      if ((await work()) === false) return false;
      if (isOpenStill()) close();
    } catch (error) {
      if (isOpenStill()) setProblem(errorText(error));
      else warn(errorText(error));
    } finally {
      setBusy(false);
    }
    return true;
  };
  return { isBusy, problem, close, run };
}
