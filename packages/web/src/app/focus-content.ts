/** What had the focus is gone: it goes to the view, and not to nowhere. */
export const focusContent = (): void => document.getElementById('content')?.focus();
