import { useEffect } from 'react';
import { composerFiles } from '../features/composer/files.ts';

/** What would take the page away, and with it what is only here. */
export function useKeptPage(): void {
  useEffect(() => {
    // A file that is dropped beside a chat would be opened in place of the app.
    const refuseFiles = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    };
    // Texts are kept; of a file, a page that is closed keeps nothing. The browser asks, in its own words.
    const ask = (event: BeforeUnloadEvent) => {
      if (composerFiles.unfinished() > 0) event.preventDefault();
    };
    window.addEventListener('dragover', refuseFiles);
    window.addEventListener('drop', refuseFiles);
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('dragover', refuseFiles);
      window.removeEventListener('drop', refuseFiles);
      window.removeEventListener('beforeunload', ask);
    };
  }, []);
}
