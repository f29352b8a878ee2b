/** Short news at the edge of the window, also from code that is no component. */

import { Toast } from '@base-ui/react/toast';

export const toastManager = Toast.createToastManager();

interface ToastOptions {
  readonly description?: string;
  /** @property undoes it takes back what was done: by the key for that too */
  readonly action?: { readonly text: string; readonly undoes?: boolean; run(): void };
}

const shownMs = 5_000;

/** Something was done. */
export const tell = (title: string, options: ToastOptions = {}): void => add('plain', title, options);

/** Something went wrong. Stays longer, and is said at once to those who listen. */
export const warn = (title: string, options: ToastOptions = {}): void => add('bad', title, options);

/** What the newest notice that is still to be seen would take back. */
let undo: (() => void) | undefined;

/** @returns false when no notice offers that */
export function undoLast(): boolean {
  const run = undo;
  run?.();
  return run !== undefined;
}

function add(type: 'plain' | 'bad', title: string, { description, action }: ToastOptions): void {
  const act = () => {
    action?.run();
    toastManager.close(id);
  };
  const id: string = toastManager.add({
    type,
    title,
    description,
    timeout: type === 'bad' ? 2 * shownMs : shownMs,
    priority: type === 'bad' ? 'high' : 'low',
    onClose() {
      if (undo === act) undo = undefined;
    },
    ...(action !== undefined && { actionProps: { children: action.text, onClick: act } }),
  });
  if (action?.undoes === true) undo = act;
}
