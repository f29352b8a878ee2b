/** For `npm run dev`, and for the build (`build/main.ts`). */

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server that `npm run dev` works against. */
const server = process.env['PARTYLINE_URL'] ?? 'http://localhost:23373';

/** The server takes what comes from its own pages only: to it, that is what this is. */
const toServer = { target: server, changeOrigin: true, ws: true, headers: { origin: server }, rewriteWsOrigin: true };

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: { '/v1': toServer, '/app/session': toServer, '/claim': toServer, '/docs': toServer },
  },
  build: {
    target: 'es2023',
    // The content policy allows no `data:` scripts or styles, and pictures are few.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Its only use is reading files by their path, which a browser does not.
    rolldownOptions: { external: ['node:fs'] },
  },
});
