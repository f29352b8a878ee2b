/**
 * Runs a script, or Node itself, with a Node that is new enough: `node tools/run.js [node options] file [arguments]`.
 * Compiled code is cached between runs, which makes the tests start faster.
 */

import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runNode } from '../packages/cli/bin/node24.js';

const cache = fileURLToPath(new URL('../node_modules/.cache/node-compile-cache', import.meta.url));

runNode(process.argv.slice(2), { NODE_COMPILE_CACHE: cache, ...process.env });
