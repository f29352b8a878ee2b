// Before the first paint, so that nobody who chose dark is flashed with light. `src/app/theme.ts` writes the choice.
try {
  const chosen = localStorage.getItem('partyline.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // No storage: the system decides.
}
