/** Short news at the edge of the window, also from code that is no component. */

import { Toast } from '@base-ui/react/toast';

export const toastManager = Toast.createToastManager();

interface ToastOptions {
  readonly description?: string;
  readonly action?: { readonly text: string; run(): void };
}

const shownMs = 5_000;

/** Something was done. */
export const tell = (title: string, options: ToastOptions = {}): void => add('plain', title, options);

/** Something went wrong. Stays longer, and is said at once to those who listen. */
export const warn = (title: string, options: ToastOptions = {}): void => add('bad', title, options);

function add(type: 'plain' | 'bad', title: string, { description, action }: ToastOptions): void {
  const id: string = toastManager.add({
    type,
    title,
    description,
    timeout: type === 'bad' ? 2 * shownMs : shownMs,
    priority: type === 'bad' ? 'high' : 'low',
    ...(action !== undefined && {
      actionProps: {
        children: action.text,
        onClick: () => {
          action.run();
          toastManager.close(id);
        },
      },
    }),
  });
}
