/** Nothing has it: what had it is gone, and nobody has opened or gone to something else since. */
export const hasNoFocus = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** What had the focus is gone: it goes to the view, and not to nowhere. */
export const focusContent = (): void => document.getElementById('content')?.focus();
