#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { isNewEnough, runNode } from './node24.js';

if (isNewEnough()) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/partyline', import.meta.url)));
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  // Node 22 would print a warning about every .ts file; the Node that comes with the project does not.
  runNode([fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
