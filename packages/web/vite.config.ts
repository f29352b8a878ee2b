/** For `npm run dev`, and for the build (`build/main.ts`). */

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The server that `npm run dev` works against. */
const server = process.env['PARTYLINE_URL'] ?? 'http://localhost:23373';

/** The server takes what comes from its own pages only: to it, that is what this is. */
const toServer = { target: server, changeOrigin: true, ws: true, headers: { origin: server }, rewriteWsOrigin: true };

/**
 * Every style sheet begins with the order of the layers (`styles/tokens.css`): the styles of parts that several views share are in files of their own, and
 * the page may load one of them before the file that says the order. The first to name a layer would decide.
 */
const layersFirst: Plugin = {
  name: 'layers-first',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css'))
          file.source = `@layer reset,base,components;${file.source}`;
    },
  },
};

export default defineConfig({
  plugins: [react(), layersFirst],
  server: {
    proxy: { '/v1': toServer, '/app/session': toServer, '/claim': toServer, '/docs': toServer },
  },
  build: {
    target: 'es2023',
    // The content policy allows no `data:` scripts or styles, and pictures are few.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Its only use is reading files by their path, which a browser does not.
    rolldownOptions: {
      external: ['node:fs'],
      // What comes with the first page is one file: each of twenty small ones costs a request.
      output: { codeSplitting: { groups: [{ name: 'main', test: /\/src\/main\.tsx$/ }] } },
    },
  },
});
