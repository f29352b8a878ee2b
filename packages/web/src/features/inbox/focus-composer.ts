/** So long it may take until a chat that was opened just now has its field. */
const patienceMs = 2_000;

/** Puts the focus where one writes in the open chat, as soon as that is there. */
export function focusComposer(): void {
  const until = performance.now() + patienceMs;
  const look = () => {
    const field = document.querySelector<HTMLElement>('#content textarea, #content [contenteditable="true"]');
    if (field !== null) field.focus();
    else if (performance.now() < until) requestAnimationFrame(look);
  };
  look();
}
